import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { BackupLog, HostDatabase } from '@/lib/backup/host.types';
import type { BeginRunInput } from '@/lib/backup/runs/begin-run';
import { beginRun } from '@/lib/backup/runs/begin-run';
import { ensureModuleSchema } from '@/lib/backup/runs/module-schema';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';

export interface ModuleDatabase {
  database: TestDatabase;
  db: HostDatabase;
  /** One more pool, as another instance of the application would have. */
  connect(options?: { url?: string; max?: number }): HostDatabase;
  close(): Promise<void>;
}

/** An empty database with the module's own tables, and the way the application connects to it. */
export async function moduleDatabase(options: { withSchema?: boolean } = {}): Promise<ModuleDatabase> {
  const database = await createDatabase();
  const clients: postgres.Sql[] = [];
  const connect: ModuleDatabase['connect'] = ({ url = database.url, max = 4 } = {}) => {
    const client = postgres(url, { max, prepare: false, connect_timeout: 5, onnotice: () => undefined });
    clients.push(client);
    return drizzle(client);
  };
  const db = connect();
  if (options.withSchema !== false) await ensureModuleSchema(db);
  return {
    database,
    db,
    connect,
    close: async () => {
      await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
      await database.drop();
    },
  };
}

export const order = (more: Partial<BeginRunInput> = {}): BeginRunInput => ({
  kind: 'backup',
  trigger: 'manual',
  actor: { id: 'user-1', name: 'Jane Admin' },
  options: { scope: 'full', format: 'sql.gz', engine: 'auto', verifyRestore: false },
  backupId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  ...more,
});

/** Starts a run that has to start. */
export async function started(db: HostDatabase, more: Partial<BeginRunInput> = {}) {
  const begun = await beginRun(db, order(more));
  if (begun.outcome !== 'started') throw new Error(`Not started: ${begun.outcome}`);
  return begun;
}

export interface MemoryLog extends BackupLog {
  lines: { level: 'info' | 'warn' | 'error'; message: string; facts: Record<string, unknown> | undefined }[];
}

export function memoryLog(): MemoryLog {
  const lines: MemoryLog['lines'] = [];
  const write = (level: 'info' | 'warn' | 'error') => (message: string, facts?: Record<string, unknown>) => {
    lines.push({ level, message, facts });
  };
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}
