import { setTimeout as delay } from 'node:timers/promises';
import { AppFailure, attempt, cancelRun, getPolicy, getRun, type Result, tick } from '@/lib/backup';

const BETWEEN_TICKS_MS = 30_000;
/** A container that is stopped has ten seconds; a backup that needs longer is cancelled in time. */
const GRACE_MS = 6_000;

type Say = (line: string) => void;

/**
 * The schedule of a site that nobody else calls: the same tick as /api/cron/backup, every half minute, until `stopped`.
 * One line for each act; the same trouble is said once until it changes. Any number of workers may run: one starts a run.
 */
export async function runWorker(stopped: AbortSignal, print: Say): Promise<void> {
  const say: Say = (text) => print(`${new Date().toISOString().slice(0, 19).replace('T', ' ')} UTC  ${text}`);
  const { nextRunAt } = await getPolicy();
  say(
    `The worker is up. ${nextRunAt ? `Next run: ${nextRunAt.slice(0, 16).replace('T', ' ')} UTC.` : 'The schedule is off.'}`,
  );
  let trouble: string | null = null;
  while (!stopped.aborted) {
    const outcome = await attempt(() => oneTick(stopped, say));
    const failed = outcome.ok ? null : `${outcome.error.message} ${outcome.error.hint ?? ''}`.trim();
    if (failed !== null && failed !== trouble) say(failed);
    if (failed === null && trouble !== null) say('The schedule works again.');
    trouble = failed;
    await delay(BETWEEN_TICKS_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
  say('The worker has stopped.');
}

async function oneTick(stopped: AbortSignal, say: Say): Promise<void> {
  const outcome = await tick();
  // Another run is in the way: the slot stays due, and the next tick starts it.
  if (!outcome.ok && outcome.error.code === 'BUSY') return;
  if (!outcome.ok) throw new AppFailure(outcome.error);
  const { slot, run, missed, started, finished } = outcome.value;
  for (const key of missed) say(`Missed: ${key}`);
  if (!started || !run || !finished) return;
  say(`Started the backup of ${slot}.`);
  const ended = await untilStopped(finished, run.id, stopped);
  const view = await getRun(run.id);
  const took = view.ok && view.value.durationMs !== null ? ` in ${(view.value.durationMs / 1000).toFixed(1)} s` : '';
  say(ended.ok ? `The backup is made${took}.` : `The backup was not made: ${ended.error.message}`);
}

/** Where the worker is stopped meanwhile, the run gets a few seconds to end by itself, then it is cancelled. */
async function untilStopped(
  finished: Promise<Result<unknown>>,
  runId: string,
  stopped: AbortSignal,
): Promise<Result<unknown>> {
  const settled = new AbortController();
  const cancel = async () => {
    await delay(GRACE_MS, undefined, { signal: settled.signal });
    await cancelRun({ runId, actorName: 'Worker', trigger: 'schedule' });
  };
  const onStop = () => void cancel().catch(() => undefined);
  stopped.addEventListener('abort', onStop, { once: true });
  try {
    return await finished;
  } finally {
    settled.abort();
    stopped.removeEventListener('abort', onStop);
  }
}
