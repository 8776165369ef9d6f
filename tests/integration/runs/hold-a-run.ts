/** A process that starts a run, says how that went in one line of JSON, and holds the run until it is killed. */
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { beginRun } from '@/lib/backup/runs/begin-run';
import { executeRun } from '@/lib/backup/runs/execute-run';
import { memoryLog, order } from './module-database';

const [url = '', starts = '1'] = process.argv.slice(2);
const db = drizzle(postgres(url, { max: 4, prepare: false }));
process.stdout.write('ready\n');

process.stdin.once('data', async () => {
  const outcomes = await Promise.all(Array.from({ length: Number(starts) }, () => beginRun(db, order())));
  process.stdout.write(`${JSON.stringify(outcomes.map(({ outcome, run }) => ({ outcome, id: run.id })))}\n`);
  const mine = outcomes.find((begun) => begun.outcome === 'started');
  if (mine?.outcome !== 'started') return;
  await executeRun({
    db,
    run: mine.run,
    lease: mine.lease,
    log: memoryLog(),
    work: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
});
