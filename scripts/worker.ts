import { closeDatabase } from '@/lib/db/drizzle';
import { loadEnvironment } from './load-environment';
import { runWorker } from './worker/run-worker';

loadEnvironment();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
await runWorker(stop.signal, (line) => process.stdout.write(`${line}\n`));
await closeDatabase();
// Not left to the event loop: a connection that a silent server never answers would hold it.
process.exit(0);
