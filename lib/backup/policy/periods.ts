import { dayAfter, dayText, localTime, weekdayOf } from './local-time';

export const PERIOD_RULES = ['daily', 'weekly', 'monthly', 'yearly'] as const;

/** Name of the local day, week (from Monday), month or year that a moment belongs to. Sorts by time. */
export function periodKey(rule: (typeof PERIOD_RULES)[number], at: Date, timeZone: string): string {
  const day = localTime(at, timeZone);
  switch (rule) {
    case 'daily':
      return dayText(day);
    case 'weekly':
      return dayText(dayAfter(day, -((weekdayOf(day) + 6) % 7)));
    case 'monthly':
      return dayText(day).slice(0, 7);
    case 'yearly':
      return dayText(day).slice(0, 4);
  }
}
