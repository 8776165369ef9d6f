import { once } from 'node:events';
import { listBackups, startBackup } from '@/lib/backup';
import { closeDatabase } from '@/lib/db/drizzle';

/** A process that makes one backup when it is told to, so that the bench can measure it idle and at work. */
const [engine, format] = process.argv.slice(2) as ['native' | 'wasm', 'custom' | 'sql.gz'];
await listBackups();
process.stdout.write('idle\n');
await once(process.stdin, 'data');
const started = await startBackup({ engine, format }, { trigger: 'cli', actor: { id: null, name: 'bench' } });
const outcome = started.ok ? await started.value.finished : started;
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.stdin.destroy();
await closeDatabase();
