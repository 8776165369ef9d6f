import type { ConnectionTarget } from '@/lib/backup/database/connection-target';
import type { DumpEngine, DumpRequest } from '@/lib/backup/database/dump/dump-engine';
import { createNativeEngine } from '@/lib/backup/database/dump/native-engine';
import { createWasmEngine } from '@/lib/backup/database/dump/wasm-engine';
import { fingerprintTables } from '@/lib/backup/database/fingerprint/fingerprint-tables';
import { type RestoreAndCompareRequest, restoreAndCompare } from '@/lib/backup/database/restore/restore-and-compare';
import { readSequences } from '@/lib/backup/database/sequences';
import { openSnapshot } from '@/lib/backup/database/snapshot';
import { findMissingReferences, listTables } from '@/lib/backup/database/tables';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { newId } from '@/lib/backup/kernel/ids';
import { nativeTool, nativeTools } from '@/tests/support/native-tools';
import type { PostgresMajor, TestDatabase } from '@/tests/support/postgres';
import { targetOf } from '../fingerprint/fingerprint-of';

export const nativeEngine = (major: PostgresMajor): DumpEngine | null => {
  const tool = nativeTool('pg_dump', major);
  return tool ? createNativeEngine(tool) : null;
};
export const wasmEngine = (): DumpEngine => createWasmEngine();

export async function* stream(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export interface TestBackup {
  dump: Buffer;
  request: RestoreAndCompareRequest;
}

/** A backup in miniature: dump and fingerprints of one snapshot, sequences around it. */
export async function backUp(
  database: TestDatabase,
  engine: DumpEngine,
  more: Partial<Pick<DumpRequest, 'output' | 'selection'>> = {},
): Promise<TestBackup> {
  const target: ConnectionTarget = targetOf(database.url);
  const { output = 'plain', selection = { kind: 'full' } } = more;
  const scope = { selection, excludeSchemas: ['backup'] };
  const snapshot = await openSnapshot(target);
  try {
    const infos = await listTables(snapshot.client, scope);
    const missingReferences = selection.kind === 'tables' ? await findMissingReferences(snapshot.client, infos) : [];
    const before = await readSequences(snapshot.client, scope);
    const chunks: Uint8Array[] = [];
    const signal = new AbortController().signal;
    const asked = {
      target,
      snapshot: snapshot.id,
      output,
      ...scope,
      lockTimeoutMs: 5_000,
      signal,
      onTable: () => undefined,
    };
    for await (const chunk of engine.dump(asked)) chunks.push(chunk);
    const dump = Buffer.concat(chunks);
    const [facts] = await database.query<{ encoding: string; collation: string }>(
      `select pg_encoding_to_char(encoding) as encoding, datcollate as collation from pg_database where datname = current_database()`,
    );
    return {
      dump,
      request: {
        scratchServer: target,
        id: newId(new Date()),
        format: output,
        open: async () => stream(dump),
        expected: {
          tables: await fingerprintTables(snapshot.client, infos),
          sequences: before.map(({ schema, name, value }) => ({ schema, name, before: value, after: value })),
          schemaOnly: selection.kind === 'schema',
          missingReferences,
          namedTablesOnly: selection.kind === 'tables',
        },
        source: { encoding: facts?.encoding ?? '', collation: facts?.collation ?? '', archiveMajor: engine.major },
        nativeTools,
      },
    };
  } finally {
    await snapshot.close();
  }
}

export const prove = (backup: TestBackup, more: Partial<RestoreAndCompareRequest> = {}) =>
  restoreAndCompare({ ...backup.request, id: newId(new Date()), ...more });

export const scratchDatabases = async (database: TestDatabase, id = ''): Promise<string[]> => {
  const rows = await database.query<{ datname: string }>(
    `select datname from pg_database where datname like 'bk_scratch_${id.toLowerCase()}%' order by 1`,
  );
  return rows.map(({ datname }) => datname);
};

/** "CORRUPT: The dump …", or "done". */
export const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (thrown: unknown) => {
      if (thrown instanceof AppFailure)
        return `${thrown.error.code}: ${thrown.error.message} ${thrown.error.hint ?? ''}`;
      throw thrown;
    },
  );
