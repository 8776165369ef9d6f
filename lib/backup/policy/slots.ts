import type { ScheduleRules } from './backup-policy';
import { dayAfter, dayText, localTime, momentOf, weekdayOf } from './local-time';

/** One moment of the schedule. */
export interface Slot {
  /** The same text however often, and from wherever, it is worked out: one run is made for it. */
  key: string;
  at: Date;
}

const LOOK_AHEAD_DAYS = 8;

/** The slots of one local day, in order. */
function slotsOfDay(schedule: ScheduleRules, day: { year: number; month: number; day: number }): Slot[] {
  if (!schedule.weekdays.includes(weekdayOf(day))) return [];
  return schedule.times
    .toSorted()
    .map((time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return {
        key: `slot:${dayText(day)}T${time}@${schedule.timeZone}`,
        at: momentOf({ ...day, hour, minute }, schedule.timeZone),
      };
    })
    .sort((left, right) => left.at.getTime() - right.at.getTime());
}

/** Slots in `(after, until]`, oldest first; of more than `most` the newest. Summer time neither doubles nor skips one. */
export function slotsBetween(schedule: ScheduleRules, after: Date, until: Date, most: number): Slot[] {
  if (!schedule.enabled) return [];
  const found: Slot[] = [];
  const today = localTime(until, schedule.timeZone);
  const beforeFirst = after.getTime() - 2 * 86_400_000;
  for (let back = -1; found.length < most; back += 1) {
    const day = dayAfter(today, -back);
    if (Date.UTC(day.year, day.month - 1, day.day) < beforeFirst) break;
    found.unshift(...slotsOfDay(schedule, day).filter(({ at }) => at > after && at <= until));
  }
  return found.slice(-most);
}

/** The newest slot that has come, or null where none came in the last eight days. */
export function currentSlot(schedule: ScheduleRules, now: Date): Slot | null {
  const since = new Date(now.getTime() - LOOK_AHEAD_DAYS * 86_400_000);
  return slotsBetween(schedule, since, now, 1).at(-1) ?? null;
}

/** The next slot after this moment; null where the schedule is off. */
export function nextSlot(schedule: ScheduleRules, after: Date): Slot | null {
  if (!schedule.enabled) return null;
  const today = localTime(after, schedule.timeZone);
  for (let ahead = -1; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const next = slotsOfDay(schedule, dayAfter(today, ahead)).find(({ at }) => at > after);
    if (next) return next;
  }
  return null;
}

export interface SlotEvidence {
  /** Keys of slots that were given a run, whatever became of it: a run that failed stands for itself. */
  taken: ReadonlySet<string>;
  /** Times at which good full backups were made, by whomever. */
  goodAt: readonly Date[];
}

/**
 * Slots that are over and brought no backup: `slots` are in order, and each ends where the next begins, the newest one
 * not at all. A slot with a run of its own, or with any good full backup in its time, is not missed.
 */
export function missedSlots(slots: readonly Slot[], { taken, goodAt }: SlotEvidence): Slot[] {
  return slots.slice(0, -1).filter(({ key, at }, index) => {
    const end = slots[index + 1]?.at ?? at;
    return !taken.has(key) && !goodAt.some((good) => good >= at && good < end);
  });
}
