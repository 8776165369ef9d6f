import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ImportRequest, importDump } from '@/lib/backup/use-cases/import-dump';
import { openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { onServer } from '@/tests/support/test-database';
import { backUp, nativeEngine, scratchDatabases, wasmEngine } from './restore-support';

let site: TestDatabase;
let module: TestModule;
let folder: string;
let plain: Buffer;
let name: string;
let count = 0;

beforeAll(async () => {
  site = await siteDatabase();
  module = await openModule(site.url);
  folder = await mkdtemp(path.join(tmpdir(), 'backup-import-'));
  plain = (await backUp(site, wasmEngine())).dump;
  name = `${site.name}_import`;
});
afterEach(() => onServer(site.server, `drop database if exists "${name}" with (force)`));
afterAll(async () => {
  await module?.close();
  await site?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function fileOf(content: Uint8Array | string): Promise<string> {
  count += 1;
  const file = path.join(folder, `dump-${count}`);
  await writeFile(file, content);
  return file;
}

const load = async (content: Uint8Array | string, more: Partial<ImportRequest> = {}) =>
  importDump(module.context, { file: await fileOf(content), database: name, actorName: 'Test', ...more });

const databases = async () =>
  (
    await site.query<{ name: string; comment: string | null; open: boolean }>(
      `select datname as name, shobj_description(oid, 'pg_database') as comment,
              has_database_privilege('pg_read_all_data', oid, 'connect') as open
       from pg_database where datname = $1`,
      [name],
    )
  )[0];

const rowsOf = async (table: string) =>
  Number((await site.query<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

describe('a whole dump becomes a new database that nobody calls proven', () => {
  test.for<[what: string, pack: (dump: Buffer) => Buffer, gzip: boolean]>([
    ['plain SQL', (dump) => dump, false],
    ['gzip', (dump) => gzipSync(dump), true],
  ])('%s', async ([, pack, gzip]) => {
    const seen: string[] = [];
    const outcome = await load(pack(plain), { onTable: (table) => seen.push(table.name) });
    if (!outcome.ok) throw new Error(outcome.error.message);
    const { tables, ...view } = outcome.value;
    expect(view).toMatchObject({ database: name, format: 'sql', gzip, unproven: true });
    expect(tables.find((table) => table.name === 'comments')).toEqual({
      schema: 'public',
      name: 'comments',
      rows: await rowsOf('comments'),
    });
    expect(view.rows).toBe(tables.reduce((sum, { rows }) => sum + rows, 0));
    expect(seen.sort()).toEqual(tables.map((table) => table.name).sort());
    expect(await databases()).toMatchObject({
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
    const outcome = await load(gzipSync(dump));
    expect(outcome).toMatchObject({ ok: true, value: { format: 'custom', gzip: true, unproven: true } });
  });

  test('also where the live database does not exist any more', async () => {
    const url = new URL(site.url);
    url.pathname = '/there_is_no_such_database';
    const lost = await openModule(url.href);
    try {
      const file = await fileOf(plain);
      const outcome = await importDump(lost.context, { file, database: name, actorName: 'Test' });
      expect(outcome).toMatchObject({ ok: true, value: { database: name } });
    } finally {
      await lost.close();
    }
  });
});

const text = (body: string) =>
  `--\n-- PostgreSQL database dump\n--\n\n${body}\n--\n-- PostgreSQL database dump complete\n--\n\n`;
const tar = () =>
  Buffer.concat([Buffer.from('toc.dat\0'), Buffer.alloc(249), Buffer.from('ustar\0'), Buffer.alloc(2_000)]);

describe('refused with the next step, and nothing is left', () => {
  test.for<[what: string, content: () => Uint8Array | string, code: string, says: RegExp]>([
    ['an empty file', () => '', 'CORRUPT', /empty/],
    ['a tar archive', tar, 'UNSUPPORTED', /tar archive.*pg_restore -f/],
    [
      'a part of a directory archive',
      () => Buffer.from('PGDMP\x01\x0f\x00\x04\x08\x05rest', 'latin1'),
      'UNSUPPORTED',
      /several.*pg_restore -f/,
    ],
    [
      'a dump by pg_dumpall',
      () => '--\n-- PostgreSQL database cluster dump\n--\n',
      'UNSUPPORTED',
      /pg_dumpall.*pg_dump -Fc/,
    ],
    ['a dump of MySQL', () => '-- MySQL dump 10.13\n', 'UNSUPPORTED', /MySQL.*PostgreSQL/],
    ['a zip file', () => 'PK\x03\x04zip', 'UNSUPPORTED', /zip.*Unpack/],
    [
      'UTF-16 from PowerShell',
      () => Buffer.from('\ufeff-- PostgreSQL database dump', 'utf16le'),
      'UNSUPPORTED',
      /UTF-16.*-f/,
    ],
    ['something else', () => 'select 1;', 'UNSUPPORTED', /not a dump made by pg_dump/],
    ['--create', () => text('CREATE DATABASE x;\n\\connect x\n'), 'UNSUPPORTED', /--create/],
    [
      '--clean',
      () => text('DROP TABLE public.users;\nCREATE TABLE public.users (id int);\n'),
      'UNSUPPORTED',
      /--clean/,
    ],
    [
      'a psql command',
      () => text('CREATE TABLE public.a (id int);\n\\! touch /tmp/owned\n'),
      'CORRUPT',
      /psql command.*pg_dump -Fc/,
    ],
    [
      'COPY from a program',
      () => text("CREATE TABLE public.a (id int);\nCOPY public.a FROM PROGRAM 'id';\n"),
      'CORRUPT',
      /COPY/,
    ],
    ['a cut dump', () => plain.subarray(0, plain.length - 2_000), 'CORRUPT', /cut short/],
    ['a cut gzip file', () => gzipSync(plain).subarray(0, 50_000), 'CORRUPT', /truncated or damaged/],
    ['packed twice', () => gzipSync(gzipSync('-- PostgreSQL')), 'UNSUPPORTED', /twice/],
    [
      'refused rows',
      () => text('CREATE TABLE public.a (id int);\nCOPY public.a (id) FROM stdin;\nnot a number\n\\.\n'),
      'CORRUPT',
      /The dump cannot be loaded.*rows of a/,
    ],
  ])('%s', async ([, content, code, says]) => {
    const outcome = await load(content());
    if (outcome.ok) throw new Error('It was imported.');
    const { message, hint } = outcome.error;
    expect([outcome.error.code, `${message} ${hint}`]).toEqual([code, expect.stringMatching(says)]);
    expect(await databases()).toBeUndefined();
  });

  test('a bomb ends long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.from(text(`-- ${'x'.repeat(70)}\n`.repeat(3_000_000))));
    const outcome = await load(bomb);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'UNSUPPORTED', message: expect.stringContaining('far more') },
    });
    expect(await databases()).toBeUndefined();
  });

  test('a database that exists, a reserved name, a name that is cut off, a directory, a missing file', async () => {
    const taken = await load(plain, { database: site.name });
    expect(taken).toMatchObject({
      ok: false,
      error: { code: 'CONFLICT', hint: expect.stringContaining('another name') },
    });
    for (const database of ['postgres', 'template1', '', 'x'.repeat(64)]) {
      expect(await load(plain, { database })).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    }
    const asked = { database: name, actorName: 'Test' };
    expect(await importDump(module.context, { ...asked, file: folder })).toMatchObject({
      ok: false,
      error: { code: 'UNSUPPORTED', hint: expect.stringContaining('pg_restore -f') },
    });
    expect(await importDump(module.context, { ...asked, file: path.join(folder, 'no') })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
    expect(await rowsOf('users')).toBeGreaterThan(0);
  });

  test('a cancelled import leaves no database', async () => {
    const controller = new AbortController();
    const outcome = await load(plain, { signal: controller.signal, onTable: () => controller.abort() });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect(await databases()).toBeUndefined();
  });

  afterAll(async () => {
    const left = await scratchDatabases(site);
    const own = await site.query<{ name: string }>(
      `select datname as name from pg_database where datname = any($1) and shobj_description(oid, 'pg_database') like 'Imported%'`,
      [left],
    );
    expect(own).toEqual([]);
  });
});
