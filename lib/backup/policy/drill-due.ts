export interface DrillFacts {
  now: Date;
  /** Days from one drill to the next; 0 means that the schedule makes none. */
  everyDays: number;
  /** Format of the backup that was just made and that the drill would restore. */
  format: string;
  /** Full backups of the site, in any order, the new one too. */
  backups: readonly {
    format: string;
    verifications: readonly { level: 'bytes' | 'restore'; passed: boolean; at: string }[];
  }[];
}

const DAY_MS = 86_400_000;
/** A schedule calls a little earlier or later each time; without this every week would become eight days. */
const SLACK_MS = DAY_MS / 2;

/**
 * Why the scheduled run that just made a backup also restores it, or null. `first-of-format`: no full backup of this
 * format was ever restored. `interval`: the last one that was is too long ago. Only a drill that passed counts: after
 * one that failed, the next backup is tried at once. A time in the future is a clock that was wrong, and counts for nothing.
 */
export function drillDue({ now, everyDays, format, backups }: DrillFacts): 'first-of-format' | 'interval' | null {
  if (everyDays <= 0) return null;
  const restored = backups.flatMap((backup) =>
    backup.verifications
      .filter(({ level, passed }) => level === 'restore' && passed)
      .map(({ at }) => ({ format: backup.format, ageMs: now.getTime() - Date.parse(at) })),
  );
  if (!restored.some((proof) => proof.format === format)) return 'first-of-format';
  const recent = ({ ageMs }: { ageMs: number }) => ageMs > -SLACK_MS && ageMs < everyDays * DAY_MS - SLACK_MS;
  return restored.some(recent) ? null : 'interval';
}
