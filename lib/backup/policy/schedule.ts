export const SCHEDULE_KINDS = ['daily', 'weekly'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

/** Hours in UTC of vercel.json: both before the template's own content sync at 03:00. */
const DAILY_HOUR = 2;
const WEEKLY_HOUR = 1;

const isoDay = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * The slot that a call at this moment belongs to: the same text however often the call is delivered.
 * A daily slot is the UTC day, a weekly slot the Sunday that began the week.
 */
export function scheduleSlot(kind: ScheduleKind, at: Date): string {
  if (kind === 'daily') return `daily:${isoDay(at)}`;
  const sunday = new Date(at.getTime() - at.getUTCDay() * 86_400_000);
  return `weekly:${isoDay(sunday)}`;
}

/** When the schedule starts the next run, daily or weekly, whichever comes first. */
export function nextScheduledRun(after: Date): Date {
  const atHour = (dayOffset: number, hour: number) =>
    new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate() + dayOffset, hour));
  const daily = [0, 1].map((offset) => atHour(offset, DAILY_HOUR));
  const sunday = (7 - after.getUTCDay()) % 7;
  const weekly = [sunday, sunday + 7].map((offset) => atHour(offset, WEEKLY_HOUR));
  const next = [...daily, ...weekly].filter((at) => at > after).sort((left, right) => left.getTime() - right.getTime());
  return next[0] ?? atHour(1, DAILY_HOUR);
}
