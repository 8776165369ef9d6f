import { setTimeout as delay } from 'node:timers/promises';
import { AppFailure, attempt, getPolicy, getRun, host, stopOwnRun, type Tick, tick } from '@/lib/backup';

const BETWEEN_TICKS_MS = 30_000;
/** A container that is stopped has ten seconds; a backup that needs longer is cancelled in time. */
const GRACE_MS = 5_000;
/** For a run that was cancelled: it ends within two seconds, then people are told. */
const LAST_WORDS_MS = 3_000;
const LOOK_MS = 100;

type Say = (line: string) => void;

/** What must not be cut off without need: ticks and runs. Copies may be: the next tick makes them again. */
type UnderWay = Set<Promise<void>>;

/**
 * The schedule of a site that nobody else calls: the same tick as /api/cron/backup, every half minute, until `stopped`.
 * Backups and copies go on beside it. One line for each act; the same trouble is said once until it changes. Any number
 * of workers may run: one starts a run.
 */
export async function runWorker(stopped: AbortSignal, print: Say): Promise<void> {
  const say: Say = (text) => print(`${new Date().toISOString().slice(0, 19).replace('T', ' ')} UTC  ${text}`);
  const { nextRunAt } = await getPolicy();
  say(
    `The worker is up. ${nextRunAt ? `Next run: ${nextRunAt.slice(0, 16).replace('T', ' ')} UTC.` : 'The schedule is off.'}`,
  );
  const underWay: UnderWay = new Set();
  const stop = new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve(), { once: true }));
  let trouble: string | null = null;
  const called = async () => {
    const outcome = await attempt(() => oneTick(underWay, say));
    const failed = outcome.ok ? null : `${outcome.error.message} ${outcome.error.hint ?? ''}`.trim();
    if (failed !== null && failed !== trouble) say(failed);
    if (failed === null && trouble !== null) say('The schedule works again.');
    trouble = failed;
  };
  while (!stopped.aborted) {
    await Promise.race([keep(underWay, called()), stop]);
    await delay(BETWEEN_TICKS_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
  await windDown(underWay);
  say('The worker has stopped.');
}

function keep(underWay: UnderWay, work: Promise<void>): Promise<void> {
  const kept = work.finally(() => underWay.delete(kept));
  underWay.add(kept);
  return kept;
}

async function oneTick(underWay: UnderWay, say: Say): Promise<void> {
  const outcome = await tick();
  // Another run is in the way: the slot stays due, and the next tick starts it.
  if (!outcome.ok && outcome.error.code === 'BUSY') return;
  if (!outcome.ok) throw new AppFailure(outcome.error);
  for (const key of outcome.value.missed) say(`Missed: ${key}`);
  outcome.value.finished?.catch((cause: unknown) => host.log.error('What follows a backup went wrong.', { cause }));
  if (outcome.value.started) void keep(underWay, follow(outcome.value, say));
}

/** Says how the backup that was started ends. */
async function follow({ slot, run, ended }: Tick, say: Say): Promise<void> {
  if (!run || !ended) return;
  say(`Started the backup of ${slot}.`);
  const outcome = await ended;
  const view = await getRun(run.id);
  const took = view.ok && view.value.durationMs !== null ? ` in ${(view.value.durationMs / 1000).toFixed(1)} s` : '';
  say(outcome.ok ? `The backup is made${took}.` : `The backup was not made: ${outcome.error.message}`);
}

/** A backup gets a few seconds to end by itself, then whatever runs in this process is cancelled. */
async function windDown(underWay: UnderWay): Promise<void> {
  const quiet = async () => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  await Promise.race([quiet(), delay(GRACE_MS)]);
  const cancelled = async () => {
    const asked = await stopOwnRun({ actorName: 'Worker' });
    if (asked.ok && asked.value === null) return;
    if (asked.ok && asked.value) await untilEnded(asked.value.id);
    await quiet();
  };
  await Promise.race([cancelled(), delay(LAST_WORDS_MS)]);
}

async function untilEnded(runId: string): Promise<void> {
  for (;;) {
    const view = await getRun(runId);
    if (!view.ok || view.value.status !== 'running') return;
    await delay(LOOK_MS);
  }
}
