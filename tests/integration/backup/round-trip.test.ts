import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprintTables } from '@/lib/backup/database/fingerprint/fingerprint-tables';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import type { BackupView } from '@/lib/backup/views';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { startWriters } from '../../support/busy-site';
import { nativeTool, newestNativeTool, psqlPath, restoreArchive, restoreWithPsql } from '../../support/native-tools';
import { createDatabase, type PostgresMajor, siteDatabase, type TestDatabase } from '../../support/postgres';

const FORMATS = ['custom', 'sql', 'sql.gz'] as const;
/** The wasm engine is pg_dump 18; its archives are of a version that pg_restore reads from 17 on. */
const WASM_ARCHIVE_READERS = 17;

type Engine = 'native' | 'wasm';

/** An archive is read by a pg_restore that is not older than its pg_dump; the native engine takes the newest one. */
function archiveReader(engine: Engine) {
  const reader = newestNativeTool('pg_restore');
  const oldest = engine === 'wasm' ? WASM_ARCHIVE_READERS : (newestNativeTool('pg_dump')?.major ?? 0);
  return reader && reader.major >= oldest ? reader : null;
}

function whyNot(major: PostgresMajor, engine: Engine, format: (typeof FORMATS)[number]): string | null {
  if (engine === 'native' && !nativeTool('pg_dump', major))
    return `no native pg_dump ${major} or newer on this machine`;
  if (format !== 'custom') return psqlPath ? null : 'no psql on this machine';
  return archiveReader(engine) ? null : 'no pg_restore on this machine that reads the archive';
}

/** Counts and digests of a restored database, by the manifest's own methods. */
async function fingerprintOf(database: TestDatabase, backup: BackupView) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const methods = new Map(backup.tables.map(({ schema, name, method }) => [JSON.stringify([schema, name]), method]));
    return await fingerprintTables(client, backup.tables, { methods });
  } finally {
    await client.end();
  }
}

const essence = (tables: readonly { schema: string; name: string; rows: number; digest: string }[]) =>
  tables.map(({ schema, name, rows, digest }) => `${schema}.${name} ${rows} ${digest}`).sort();

describe.each([15, 17, 18] as const)('PostgreSQL %i, while 8 writers write', (major) => {
  let source: TestDatabase;
  let module: TestModule;

  beforeAll(async () => {
    source = await siteDatabase(major);
    module = await openModule(source.url);
  });
  afterAll(async () => {
    await module?.close();
    await source?.drop();
  });

  describe.each(['native', 'wasm'] as const)('%s engine', (engine) => {
    test.for(FORMATS)('%s restores with the ordinary tools, every table equal', async (format, { skip }) => {
      const reason = whyNot(major, engine, format);
      skip(reason !== null, reason ?? '');
      const writers = startWriters(source.url);
      let backup: BackupView;
      let written: number;
      try {
        backup = await ended(startBackup(module.context, { engine, format }, byTest));
      } finally {
        written = await writers.stop();
      }
      expect(written).toBeGreaterThan(10);
      expect(backup).toMatchObject({ format, proof: 'read-back', engine: { name: engine } });
      expect(backup.rows).toBeGreaterThan(50_000);
      const target = await createDatabase({ major });
      try {
        const { manifest } = await module.context.catalog.get(backup.id);
        const file = path.join(module.directory, manifest.artifact.key);
        const reader = archiveReader(engine);
        if (format === 'custom' && reader) await restoreArchive(file, target, reader);
        else await restoreWithPsql(file, target, psqlPath ?? '');
        expect(essence(await fingerprintOf(target, backup))).toEqual(essence(backup.tables));
      } finally {
        await target.drop();
      }
    });

    test.for(FORMATS)('%s is proven by our own restore', async (format, { skip }) => {
      const reason =
        format === 'custom' ? whyNot(major, engine, format) : engine === 'native' ? whyNot(major, engine, 'sql') : null;
      skip(reason !== null, reason ?? '');
      const made = await ended(startBackup(module.context, { engine, format }, byTest));
      const proven = await ended(verifyBackup(module.context, { backupId: made.id, level: 'restore' }, byTest));
      expect(proven.proof).toBe('restored');
      expect(proven.tables.every(({ same, rows, restoredRows }) => same === true && rows === restoredRows)).toBe(true);
      // Its own alone: other tests prove on the same server at the same time.
      expect(
        await source.query(
          `select datname from pg_database join backup.runs on datname like 'bk\\_scratch\\_' || lower(runs.id) || '%'`,
        ),
      ).toEqual([]);
    });
  });
});
