import type { ConnectionTarget, TableName } from '@/lib/backup/database/connection-target';
import type { DumpEngine, DumpRequest } from '@/lib/backup/database/dump/dump-engine';
import { findNativeTools, newestTool } from '@/lib/backup/database/dump/native-binaries';
import { createNativeEngine } from '@/lib/backup/database/dump/native-engine';
import { createWasmEngine } from '@/lib/backup/database/dump/wasm-engine';
import { parseConnectionUrl } from '@/lib/backup/database/parse-connection-url';
import { openSnapshot } from '@/lib/backup/database/snapshot';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { unwrap } from '@/lib/backup/kernel/result';
import type { PostgresMajor, TestDatabase } from '@/tests/support/postgres';

export const targetOf = (url: string): ConnectionTarget => unwrap(parseConnectionUrl(url));

/** As the application would find them; the extra folder is for versions that a developer put beside. */
const nativeTools = () =>
  findNativeTools({
    pathVariable: process.env.PATH ?? '',
    pgBinDirectories: (process.env.PG_BIN_DIR ?? '').split(':').filter(Boolean),
  });

/** The engine, or null with a printed reason where this machine has none for that server. */
export async function engineFor(name: 'native' | 'wasm', major: PostgresMajor): Promise<DumpEngine | null> {
  if (name === 'wasm') return createWasmEngine();
  const tool = newestTool(await nativeTools(), 'pg_dump', major);
  if (!tool) console.info(`Skipped: no pg_dump of version ${major} or newer on this machine.`);
  return tool ? createNativeEngine(tool) : null;
}

export const requestFor = (target: ConnectionTarget, more: Partial<DumpRequest> = {}): DumpRequest => ({
  target,
  snapshot: '',
  output: 'plain',
  selection: { kind: 'full' },
  excludeSchemas: ['backup'],
  lockTimeoutMs: 5_000,
  signal: new AbortController().signal,
  onTable: () => undefined,
  ...more,
});

/** Runs a whole dump inside its own snapshot. */
export async function dumpWhole(
  engine: DumpEngine,
  target: ConnectionTarget,
  more: Partial<DumpRequest> = {},
): Promise<{ bytes: Buffer; tables: TableName[] }> {
  const snapshot = await openSnapshot(target);
  const tables: TableName[] = [];
  try {
    const request = requestFor(target, { snapshot: snapshot.id, onTable: (table) => tables.push(table), ...more });
    const chunks: Uint8Array[] = [];
    for await (const chunk of engine.dump(request)) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), tables };
  } finally {
    await snapshot.close();
  }
}

/** The AppFailure that the work throws; the test fails where it throws none. */
export async function failureOf(work: Promise<unknown>): Promise<AppFailure> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof AppFailure) return thrown;
    throw thrown;
  }
  throw new Error('The work was expected to fail.');
}

export const dumpSessions = async (database: TestDatabase): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'backup pg_dump' AND datname = '${database.name}'`,
  );
  return row?.count ?? -1;
};

export async function drain(pieces: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pieces);
}
