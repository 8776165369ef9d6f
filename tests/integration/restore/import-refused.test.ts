import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importDump } from '@/lib/backup/use-cases/import-dump';
import { dumpOf, type ImportSite, openImportSite } from './import-support';

let here: ImportSite;
beforeAll(async () => {
  here = await openImportSite();
});
afterAll(() => here?.close());

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
    ['--create', () => dumpOf('CREATE DATABASE x;\n\\connect x\n'), 'UNSUPPORTED', /--create/],
    [
      '--clean',
      () => dumpOf('DROP TABLE public.users;\nCREATE TABLE public.users (id int);\n'),
      'UNSUPPORTED',
      /--clean/,
    ],
    [
      'a psql command',
      () => dumpOf('CREATE TABLE public.a (id int);\n\\! touch /tmp/owned\n'),
      'CORRUPT',
      /psql command.*pg_dump -Fc/,
    ],
    [
      'COPY from a program',
      () => dumpOf("CREATE TABLE public.a (id int);\nCOPY public.a FROM PROGRAM 'id';\n"),
      'CORRUPT',
      /COPY/,
    ],
    ['a cut dump', () => here.plain.subarray(0, here.plain.length - 2_000), 'CORRUPT', /cut short/],
    ['a cut gzip file', () => gzipSync(here.plain).subarray(0, 50_000), 'CORRUPT', /truncated or damaged/],
    ['packed twice', () => gzipSync(gzipSync('-- PostgreSQL')), 'UNSUPPORTED', /twice/],
    [
      'refused rows',
      () => dumpOf('CREATE TABLE public.a (id int);\nCOPY public.a (id) FROM stdin;\nnot a number\n\\.\n'),
      'CORRUPT',
      /The dump cannot be loaded.*rows of a/,
    ],
  ])('%s', async ([, content, code, says]) => {
    const outcome = await here.load(content());
    if (outcome.ok) throw new Error('It was imported.');
    const { message, hint } = outcome.error;
    expect([outcome.error.code, `${message} ${hint}`]).toEqual([code, expect.stringMatching(says)]);
    expect(await here.imported()).toBeUndefined();
  });

  test('a bomb ends long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.from(dumpOf(`-- ${'x'.repeat(70)}\n`.repeat(3_000_000))));
    const outcome = await here.load(bomb);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'UNSUPPORTED', message: expect.stringContaining('far more') },
    });
    expect(await here.imported()).toBeUndefined();
  });

  test('a database that exists, a reserved name, a name that is cut off, a directory, a missing file', async () => {
    const taken = await here.load(here.plain, { database: here.site.name });
    expect(taken).toMatchObject({
      ok: false,
      error: { code: 'CONFLICT', hint: expect.stringContaining('another name') },
    });
    for (const database of ['postgres', 'template1', '', 'x'.repeat(64)]) {
      expect(await here.load(here.plain, { database })).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    }
    const asked = { database: here.name, actorName: 'Test' };
    expect(await importDump(here.module.context, { ...asked, file: here.folder })).toMatchObject({
      ok: false,
      error: { code: 'UNSUPPORTED', hint: expect.stringContaining('pg_restore -f') },
    });
    expect(await importDump(here.module.context, { ...asked, file: path.join(here.folder, 'no') })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
    expect(await here.rowsOf('users')).toBeGreaterThan(0);
  });

  test('a cancelled import leaves no database', async () => {
    const controller = new AbortController();
    const outcome = await here.load(here.plain, { signal: controller.signal, onTable: () => controller.abort() });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect(await here.imported()).toBeUndefined();
  });
});
