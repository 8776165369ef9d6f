import type { Result } from '../kernel/result';
import type { FindingView } from '../views';
import { FUTURE_MS, HOUR_MS, type ItemVerdict, listed, silent, told, within } from './readiness-finding';

/** A quarter, with its longest months. */
const RESTORE_DAYS = 92;
const DAY_MS = 24 * HOUR_MS;

export interface PointFacts {
  /** Newest good full backup. */
  newest: { createdAt: string; tables: number } | null;
  /** Whether its files answer in the main store now, in their sizes. */
  whole: boolean;
}

interface PointGood {
  newest: NonNullable<PointFacts['newest']>;
}

export interface ScheduleFacts {
  now: Date;
  rpoHours: number;
  enabled: boolean;
  points: Result<PointFacts>;
  /** Newest call or run of the schedule, and the backups that failed since the newest good one. */
  heard: Result<{ at: string | null; failed: number }>;
}

/** Whether the main store has a whole one in time. */
function judgePoint(now: Date, rpoHours: number, { newest, whole }: PointFacts): { open: FindingView } | PointGood {
  if (!newest) return { open: told('no-backup') };
  if (!whole) return { open: told('backup-gone', { at: newest.createdAt }) };
  if (within(now, newest.createdAt, rpoHours * HOUR_MS)) return { newest };
  return { open: told('backup-old', { at: newest.createdAt, hours: rpoHours }) };
}

/** Is there a backup in time, and does it come by itself? */
export function judgeBackup({ now, rpoHours, enabled, points, heard }: ScheduleFacts): ItemVerdict {
  if (!points.ok) return silent('storage-down', points.error.message);
  const open: FindingView[] = [];
  const good: FindingView[] = [];
  const point = judgePoint(now, rpoHours, points.value);
  if ('open' in point) open.push(point.open);
  else good.push(told('backup-at', { at: point.newest.createdAt, n: point.newest.tables }));
  if (!enabled) open.push(told('schedule-off'));
  else if (!heard.ok) open.push(told('schedule-unknown', { reason: heard.error.message }));
  else if (heard.value.at === null) open.push(told('schedule-never'));
  else if (within(now, heard.value.at, rpoHours * HOUR_MS)) good.push(told('schedule-heard', { at: heard.value.at }));
  else open.push(told('schedule-silent', { at: heard.value.at }));
  if (heard.ok && heard.value.failed > 0) open.push(told('backup-failing', { n: heard.value.failed }));
  return { open, good };
}

export interface CopyFacts {
  now: Date;
  rpoHours: number;
  /** Whether the main store itself is elsewhere: a bucket. */
  bucket: string | null;
  /** What the policy copies to and no setting names. */
  strangers: readonly string[];
  points: Result<PointFacts>;
  places: readonly {
    name: string;
    /** A folder: of this machine, as far as anybody can tell. */
    local: boolean;
    /** Newest good full backup whose copy was read back there. */
    newestAt: string | null;
    /** Why the last attempt failed; null where it did not. */
    failed: string | null;
    /** Whether the files of that copy answer there now, in their sizes; false where there is none yet. */
    there: Result<boolean>;
  }[];
}

/**
 * Does what would be restored stand somewhere else than on this machine, now? A folder may be mounted from another one,
 * which nobody can tell from here: alone it does not count.
 */
export function judgeCopies({ now, rpoHours, bucket, strangers, points, places }: CopyFacts): ItemVerdict {
  if (!points.ok) return silent('storage-down', points.error.message);
  const open: FindingView[] = strangers.map((name) => told('copy-stranger', { name }));
  const good: FindingView[] = [];
  if (places.length === 0 && bucket === null) open.push(told('no-copies'));
  else if (bucket === null && places.every(({ local }) => local))
    open.push(told('copies-near', { names: listed(places.map(({ name }) => name)) }));
  if (bucket !== null) {
    const point = judgePoint(now, rpoHours, points.value);
    if ('open' in point) open.push(point.open);
    else good.push(told('bucket', { place: bucket }));
  }
  for (const { name, newestAt, failed, there } of places) {
    if (!there.ok) open.push(told('copy-down', { name, reason: there.error.message }));
    else if (newestAt !== null && !there.value) open.push(told('copy-gone', { name, at: newestAt }));
    else if (within(now, newestAt, rpoHours * HOUR_MS)) good.push(told('copy-at', { name, at: newestAt }));
    else if (failed !== null) open.push(told('copy-failed', { name, reason: failed }));
    else if (newestAt === null) open.push(told('copy-none', { name }));
    else open.push(told('copy-old', { name, at: newestAt }));
  }
  return { open, good };
}

export interface RestoreProof {
  at: string;
  passed: boolean;
  /** `proof`: with or after a backup, by whomever. */
  by: 'proof' | 'drill' | 'game-day';
}

/** Was a restore proven within the quarter? */
export function judgeRestore(now: Date, proofs: Result<readonly RestoreProof[]>): ItemVerdict {
  if (!proofs.ok) return silent('storage-down', proofs.error.message);
  const known = proofs.value.filter(({ at }) => Date.parse(at) - now.getTime() <= FUTURE_MS);
  const newest = (wanted: boolean) =>
    known.filter(({ passed }) => passed === wanted).toSorted((left, right) => (left.at < right.at ? 1 : -1))[0];
  const [passed, failed] = [newest(true), newest(false)];
  const open: FindingView[] = [];
  if (!passed) open.push(told('never-restored'));
  else if (!within(now, passed.at, RESTORE_DAYS * DAY_MS))
    open.push(told('restore-old', { at: passed.at, days: RESTORE_DAYS }));
  if (failed && (!passed || failed.at > passed.at)) open.unshift(told('restore-failed', { at: failed.at }));
  return { open, good: passed && open.length === 0 ? [told(`restored-${passed.by}`, { at: passed.at })] : [] };
}
