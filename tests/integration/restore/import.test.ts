import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { importDump } from '@/lib/backup/use-cases/import-dump';
import { openModule } from '@/tests/support/backup-module';
import { createDatabase, createRole, siteDatabase } from '@/tests/support/postgres';
import { onServer } from '@/tests/support/test-database';
import { dumpOf, type ImportSite, openImportSite } from './import-support';
import { backUp, nativeEngine, wasmEngine } from './restore-support';

let here: ImportSite;
beforeAll(async () => {
  here = await openImportSite();
});
afterEach(() => here.dropImported());
afterAll(() => here?.close());

describe('a whole dump becomes a new database that nobody calls proven', () => {
  test.for<[what: string, pack: (dump: Buffer) => Buffer, gzip: boolean]>([
    ['plain SQL', (dump) => dump, false],
    ['gzip', (dump) => gzipSync(dump), true],
  ])('%s', async ([, pack, gzip]) => {
    const seen: string[] = [];
    const outcome = await here.load(pack(here.plain), { onTable: (table) => seen.push(table.name) });
    if (!outcome.ok) throw new Error(outcome.error.message);
    const { tables, ...view } = outcome.value;
    expect(view).toMatchObject({ database: here.name, format: 'sql', gzip, unproven: true });
    expect(tables.find((table) => table.name === 'comments')).toEqual({
      schema: 'public',
      name: 'comments',
      rows: await here.rowsOf('comments'),
    });
    expect(view.rows).toBe(tables.reduce((sum, { rows }) => sum + rows, 0));
    expect(seen.sort()).toEqual(tables.map((table) => table.name).sort());
    expect(await here.imported()).toMatchObject({
      comment: expect.stringMatching(/^Imported, unproven: dump-\d+, .*Test$/),
      open: false,
    });
    expect(view.notes).toEqual([expect.stringContaining('superuser')]);
  });

  test('a custom archive, packed or not', async ({ skip }) => {
    const engine = nativeEngine(15);
    if (!engine) return skip('no native pg_dump on this machine');
    const older = await siteDatabase(15);
    const { dump } = await backUp(older, engine, { output: 'custom' }).finally(() => older.drop());
    const outcome = await here.load(gzipSync(dump));
    expect(outcome).toMatchObject({ ok: true, value: { format: 'custom', gzip: true, unproven: true } });
  });

  test.for([15, 17] as const)('on PostgreSQL %i', async (major) => {
    const older = await siteDatabase(major);
    const there = await openModule(older.url);
    const database = `${older.name}_import`;
    try {
      const file = await here.fileOf((await backUp(older, wasmEngine())).dump);
      const outcome = await importDump(there.context, { file, database, actorName: 'Test' });
      expect(outcome).toMatchObject({ ok: true, value: { database, unproven: true } });
    } finally {
      await there.close();
      await older.drop();
      await onServer(older.server, `drop database if exists "${database}" with (force)`);
    }
  });

  test('as the owner of the site’s database, never as the superuser that connects', async () => {
    const owner = await createRole(18, { createdb: true });
    const owned = await createDatabase({ owner: owner.name });
    const there = await openModule(owned.url);
    const ask = async (body: string) =>
      importDump(there.context, { file: await here.fileOf(dumpOf(body)), database: here.name, actorName: 'Test' });
    try {
      const trick = `CREATE FUNCTION public.f() RETURNS bigint LANGUAGE internal AS 'pg_backend_pid';\n`;
      expect(await ask(trick)).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED' } });
      expect(await ask('CREATE TABLE public.a (id integer);\n')).toMatchObject({ ok: true });
      expect((await here.imported())?.owner).toBe(owner.name);
    } finally {
      await there.close();
      await here.dropImported();
      await owned.drop();
      await owner.drop();
    }
  });

  test('also where the live database does not exist any more', async () => {
    const url = new URL(here.site.url);
    url.pathname = '/there_is_no_such_database';
    const lost = await openModule(url.href);
    try {
      const file = await here.fileOf(here.plain);
      const outcome = await importDump(lost.context, { file, database: here.name, actorName: 'Test' });
      expect(outcome).toMatchObject({ ok: true, value: { database: here.name } });
    } finally {
      await lost.close();
    }
  });
});
