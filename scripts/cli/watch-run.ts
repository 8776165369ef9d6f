import { cancelRun, getRun, type Result, type RunView, type StartedRun } from '@/lib/backup';
import { createProgressLine } from './progress-line';
import { terminalActor } from './terminal-actor';

const INTERVAL_MS = 400;

/** Waits for a run of this process, showing its progress on stderr. Ctrl-C asks it to stop and waits for its end. */
export async function watchRun<T>({ run, finished, detached }: StartedRun<T>): Promise<Result<T>> {
  if (!finished) throw new Error('A terminal command always starts its own run.');
  const line = createProgressLine(process.stderr);
  const look = async () => (detached ? detached.current() : latest(run.id));
  const stop = () => {
    line.note('Cancelling…');
    if (detached) detached.cancel();
    else void cancelRun({ runId: run.id, actorName: terminalActor().actor.name, trigger: 'cli' });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let ended = false;
  const end = finished.finally(() => {
    ended = true;
  });
  try {
    while (!ended) {
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, INTERVAL_MS))]);
      if (!ended) line.show(await look());
    }
    const outcome = await end;
    line.show(await look());
    return outcome;
  } finally {
    line.clear();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

async function latest(id: string): Promise<RunView | null> {
  const view = await getRun(id);
  return view.ok ? view.value : null;
}
