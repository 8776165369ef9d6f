import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getBackup } from '@/lib/backup/use-cases/get-backup';
import { getOverview } from '@/lib/backup/use-cases/get-overview';
import { runDrill } from '@/lib/backup/use-cases/run-drill';
import { runSchedule } from '@/lib/backup/use-cases/run-schedule';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { scratchDatabases } from './restore-support';

const DAY = 86_400_000;
let site: TestDatabase;
let module: TestModule;
let now: number;

beforeAll(async () => {
  site = await siteDatabase();
  now = Date.parse('2026-11-22T02:00:00Z');
  module = await open();
});
afterAll(async () => {
  await module?.close();
  await site?.drop();
});

const open = (environment: Record<string, string> = {}, directory?: string) =>
  openModule(site.url, {
    environment: { BACKUP_ENGINE: 'wasm', ...environment, ...(directory ? { BACKUP_LOCAL_DIR: directory } : {}) },
    clock: { now: () => new Date(now) },
  });

const verifications = async (id: string) => (await module.context.catalog.get(id)).verifications;

describe('a drill', () => {
  test('needs a good full backup, and says so', async () => {
    expect(await runDrill(module.context, {}, byTest)).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND', hint: expect.stringContaining('create') },
    });
    await ended(startBackup(module.context, { scope: 'schema' }, byTest));
    expect(await runDrill(module.context, {}, byTest)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  test('restores the newest good full backup and writes down what it took', async () => {
    now += 60_000;
    const backup = await ended(startBackup(module.context, { scope: 'full' }, byTest));
    const drill = await ended(runDrill(module.context, {}, byTest));
    expect(drill).toMatchObject({
      backupId: backup.id,
      backupCreatedAt: backup.createdAt,
      passed: true,
      restoreMs: expect.any(Number),
      compareMs: expect.any(Number),
      serverVersion: expect.stringMatching(/^18\./),
      tables: backup.tables.length,
      rows: backup.rows,
      differing: [],
      reason: null,
    });
    const [record] = (await verifications(backup.id)).filter(({ level }) => level === 'restore');
    expect(record).toMatchObject({ kind: 'drill', runId: drill.runId, passed: true, compareMs: drill.compareMs });
    expect(await getBackup(module.context, backup.id)).toMatchObject({ ok: true, value: { proof: 'restored' } });
    expect((await getOverview(module.context)).usualRestoreMs).toBe(drill.restoreMs);
    expect(await scratchDatabases(site, drill.runId)).toEqual([]);
  });

  test('of a backup whose tables differ is CORRUPT, names the table, and is written down', async () => {
    now += 60_000;
    const backup = await ended(startBackup(module.context, { scope: 'full' }, byTest));
    const { catalog } = module.context;
    const { get } = catalog;
    // A manifest that promises one row more than the dump holds: what a backup that lies looks like.
    catalog.get = async (id) => {
      const entry = await get(id);
      const tables = entry.manifest.tables.map((table) =>
        table.name === 'comments' ? { ...table, rows: table.rows + 1 } : table,
      );
      return { ...entry, manifest: { ...entry.manifest, tables } };
    };
    try {
      const started = await runDrill(module.context, { backupId: backup.id }, byTest);
      if (!started.ok) throw new Error(started.error.message);
      expect(await started.value.finished).toMatchObject({
        ok: false,
        error: { code: 'CORRUPT', message: expect.stringContaining('comments differs') },
      });
    } finally {
      catalog.get = get;
    }
    const [record] = (await verifications(backup.id)).filter(({ level }) => level === 'restore');
    expect(record).toMatchObject({ kind: 'drill', passed: false, reason: expect.stringContaining('comments differs') });
    const next = await ended(runDrill(module.context, {}, byTest));
    expect(next.backupId).not.toBe(backup.id);
  });
});

describe('the schedule', () => {
  const daily = async (days: number, where = module) => {
    now += days * DAY;
    return ended(runSchedule(where.context, 'daily'));
  };
  const proofs = async (id: string) => (await verifications(id)).map(({ level, kind }) => [level, kind]);

  test('practises with the first backup of a format, then once in the days that are set', async () => {
    const fresh = await open();
    const before = module;
    module = fresh;
    try {
      const first = await daily(1);
      expect(await proofs(first.id)).toEqual([['restore', 'drill']]);
      for (const days of [1, 2, 3]) expect(await proofs((await daily(days)).id)).toEqual([]);
      expect(await proofs((await daily(1)).id)).toEqual([['restore', 'drill']]);
      expect(
        await site.query(`select options->>'verifyRestore' as proven from backup.runs order by fence desc limit 1`),
      ).toEqual([{ proven: 'true' }]);
    } finally {
      module = before;
      await fresh.close();
    }
  });

  test('makes none where it is told to, also not each week', async () => {
    const without = await open({ BACKUP_DRILL_DAYS: '0' }, module.directory);
    try {
      expect(await proofs((await daily(30, without)).id)).toEqual([]);
      now += DAY;
      expect(await proofs((await ended(runSchedule(without.context, 'weekly'))).id)).toEqual([]);
    } finally {
      await without.close();
    }
  });

  test('a machine that cannot restore keeps the backup and says why it is not proven', async () => {
    const url = new URL(site.url);
    const role = `drill_${site.name}`;
    await site.query(`create role ${role} login nocreatedb password 'secret'; grant pg_read_all_data to ${role}; grant pg_write_all_data to ${role};
      grant all on database "${site.name}" to ${role}; grant all on all tables in schema backup to ${role}; grant all on schema backup to ${role}`);
    url.username = role;
    url.password = 'secret';
    const poor = await openModule(url.href, {
      environment: { BACKUP_ENGINE: 'wasm' },
      clock: { now: () => new Date(now) },
    });
    try {
      now += 60 * DAY;
      const backup = await ended(runSchedule(poor.context, 'daily'));
      expect(backup.proof).toBe('read-back');
      expect(poor.logged.join('\n')).toContain('could not be proven by restoring');
    } finally {
      await poor.close();
      await site.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});
