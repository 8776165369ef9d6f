import type { Result } from '../kernel/result';
import type { ContentView, FindingView } from '../views';
import { HOUR_MS, type ItemVerdict, silent, told, within } from './readiness-finding';

/** A monitor that asks more rarely than this is not told from one that was switched off. */
const WATCH_HOURS = 2;

/** What the remote's branches hold of the commit that visitors read; null: there is no remote. */
type RemoteHold = 'there' | 'lacking' | 'unfetched';

const newestOf = (times: readonly (string | null)[]): string | null =>
  times
    .filter((at) => at !== null)
    .toSorted()
    .at(-1) ?? null;

/**
 * Does the remote have what visitors read? By what it says now; where it stands at a commit that is not here, by what was
 * last fetched.
 */
export function judgeContent(content: Result<ContentView>, held: Result<RemoteHold | null>): ItemVerdict {
  if (!content.ok) {
    const code = content.error.code === 'UNSUPPORTED' ? 'content-no-git' : 'content-down';
    return silent(code, content.error.message);
  }
  const { remote, pushed, dirty, head } = content.value;
  const commit = head.slice(0, 7);
  const open: FindingView[] = [];
  const good: FindingView[] = [];
  if (remote === null) open.push(told('no-remote'));
  else if (!held.ok) open.push(told('content-remote-down', { remote, reason: held.error.message }));
  else if (held.value === 'there') good.push(told('pushed', { commit, remote }));
  else if (held.value === 'unfetched' && pushed) good.push(told('pushed-fetched', { commit, remote }));
  else open.push(told('not-pushed', { commit }));
  const unknown = remote !== null && !held.ok && dirty === 0;
  if (dirty > 0) open.push(told('unsaved', { n: dirty }));
  return { open, good, ...(unknown && { unknown }) };
}

export interface WatchFacts {
  now: Date;
  rpoHours: number;
  /** The address of the health route as visitors reach it, and its answer; null where no address of the site is set. */
  probe: { address: string; answer: Result<number> } | null;
  watchers: Result<{ health: string | null; metrics: string | null }>;
  heartbeat: Result<{ deliveredAt: string | null; reason: string | null }> | null;
}

/** Does somebody outside look, and can they? */
export function judgeMonitoring({ now, rpoHours, probe, watchers, heartbeat }: WatchFacts): ItemVerdict {
  const open: FindingView[] = [];
  const good: FindingView[] = [];
  if (probe === null) good.push(told('health-untried'));
  else if (probe.answer.ok) good.push(told('health-answers', { address: probe.address, status: probe.answer.value }));
  else open.push(told('health-unreachable', { address: probe.address, reason: probe.answer.error.message }));
  if (!watchers.ok) {
    open.push(told('watchers-unknown', { reason: watchers.error.message }));
    return { open, good, unknown: probe === null || probe.answer.ok };
  }
  const { health, metrics } = watchers.value;
  const beat = heartbeat?.ok ? heartbeat.value : null;
  if (within(now, health, WATCH_HOURS * HOUR_MS)) good.push(told('health-asked', { at: health }));
  if (within(now, metrics, WATCH_HOURS * HOUR_MS)) good.push(told('metrics-asked', { at: metrics }));
  if (beat?.reason) open.push(told('heartbeat-failed', { reason: beat.reason }));
  else if (beat && within(now, beat.deliveredAt, rpoHours * HOUR_MS))
    good.push(told('heartbeat-at', { at: beat.deliveredAt }));
  const watched = good.some(({ code }) => ['health-asked', 'metrics-asked', 'heartbeat-at'].includes(code));
  const last = newestOf([health, metrics, beat?.deliveredAt ?? null]);
  if (!watched) open.push(last === null ? told('never-asked') : told('asked-long-ago', { at: last }));
  return { open, good };
}
