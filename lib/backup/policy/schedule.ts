export const SCHEDULE_KINDS = ['daily', 'weekly'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

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
