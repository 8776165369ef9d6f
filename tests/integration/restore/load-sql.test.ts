import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSql } from '@/lib/backup/database/restore/load-sql';
import { createDatabase, createRole, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { targetOf } from '../fingerprint/fingerprint-of';
import { outcomeOf, stream } from './restore-support';

const END = '--\n-- PostgreSQL database dump complete\n--\n';
const OPTIONS = { ownership: 'skip', serverMajor: 18 } as const;
let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database?.drop());

const load = (text: string, more: Partial<Parameters<typeof loadSql>[2]> = {}) =>
  loadSql(targetOf(database.url), stream(Buffer.from(text)), { ...OPTIONS, ...more });
const relations = async () =>
  (
    await database.query<{ n: number }>(
      `select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace`,
    )
  )[0]?.n;
const sessions = async () =>
  (
    await database.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where application_name = 'backup restore' and datname = current_database()`,
    )
  )[0]?.n;

describe('loadSql', () => {
  it('loads statements and rows in one transaction, and counts them', async () => {
    const seen: string[] = [];
    const text = `SET transaction_timeout = 0;\nSET check_function_bodies = false;\nCREATE TABLE public.t (a int, b text);\nALTER TABLE public.t OWNER TO nobody_here;
CREATE FUNCTION public.f() RETURNS int LANGUAGE sql\n BEGIN ATOMIC\n SELECT 1;\n SELECT 2;\nEND;\nBEGIN;\nSELECT pg_catalog.lo_create('4711');\nCOMMIT;
COPY public.t (a, b) FROM stdin;\n1\té😀\n2\t\\\\.\n\\.\n\nGRANT SELECT ON TABLE public.t TO nobody_here;\n${END}`;
    const summary = await load(text, { serverMajor: 16, onTable: ({ name }) => seen.push(name) });
    expect(summary).toEqual({ statements: 4, tables: 1, bytes: 15, notes: [] });
    expect(seen).toEqual(['t']);
    expect(await database.query('select a, b from t order by a')).toEqual([
      { a: 1, b: 'é😀' },
      { a: 2, b: '\\.' },
    ]);
  });

  it.each([
    ['a psql command', `CREATE TABLE public.t (a int);\n\\! touch x\n${END}`],
    ['a program', `CREATE TABLE public.t (a text);\nCOPY public.t FROM PROGRAM 'id';\n${END}`],
    ['a commit in between', `CREATE TABLE public.t (a int);\nCOMMIT AND CHAIN;\nSELECT 1/0;\n${END}`],
    ['a cut before the end marker', 'CREATE TABLE public.t (a int);\n'],
    ['a cut within rows', 'CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n1\n2'],
    ['rows for a table that is not there', `COPY public.nope (a) FROM stdin;\nDROP TABLE x;\n\\.\nSELECT 1;\n${END}`],
    ['a row of another type', `CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\nsecret-row\n\\.\n${END}`],
    [
      'a broken key',
      `CREATE TABLE public.t (a int PRIMARY KEY);\nCOPY public.t (a) FROM stdin;\n4711\n4711\n\\.\n${END}`,
    ],
  ])('refuses %s, leaves nothing behind and shows no row', async (_what, text) => {
    const outcome = await outcomeOf(load(text));
    expect(outcome).toMatch(/^CORRUPT: /);
    expect(outcome).not.toMatch(/secret-row|4711|touch/);
    expect(await relations()).toBe(0);
    expect(await sessions()).toBe(0);
  });

  it('names the table, and does not wait for the rows behind a bad one', async () => {
    const text = `CREATE TABLE public."Big" (a int);\nCOPY public."Big" (a) FROM stdin;\n1\nbad\n${'5\n'.repeat(200_000)}\\.\n${END}`;
    expect(await outcomeOf(load(text))).toMatch(/^CORRUPT: .* the server refused the rows of Big\./);
    expect(await sessions()).toBe(0);
  });

  it('runs one statement per message even where text and lexer disagree', async () => {
    const smuggled = `SET escape_string_warning = off;\nSELECT set_config('standard_conforming_strings', 'off', false);
SELECT 'a\\'; CREATE TABLE public.smuggled (a int); --';\n${END}`;
    expect(await outcomeOf(load(smuggled))).toMatch(/^CORRUPT: /);
    expect(await relations()).toBe(0);
  });

  it('reads a dump in its own encoding', async () => {
    const text = `SET client_encoding = 'LATIN1';\nCREATE TABLE public."é" (a text);\nCOPY public."é" (a) FROM stdin;\nü\n\\.\n${END}`;
    await loadSql(targetOf(database.url), stream(Buffer.from(text, 'latin1')), OPTIONS);
    expect(await database.query('select a from "é"')).toEqual([{ a: 'ü' }]);
  });

  it('passes on what the source threw, and rolls back', async () => {
    async function* broken() {
      yield Buffer.from('CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n1\n');
      throw new Error('the disk is gone');
    }
    const loading = loadSql(targetOf(database.url), broken(), OPTIONS);
    await expect(loading).rejects.toMatchObject({ cause: expect.objectContaining({ message: 'the disk is gone' }) });
    expect(await relations()).toBe(0);
  });

  it('stops at once when it is cancelled while the source stalls, in rows and between statements', async () => {
    for (const head of [
      'CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n1\n2\n3\n',
      'CREATE TABLE public.t (a int);\n',
    ]) {
      const controller = new AbortController();
      async function* stalling() {
        yield Buffer.from(head);
        await new Promise(() => undefined);
      }
      const loading = outcomeOf(loadSql(targetOf(database.url), stalling(), { ...OPTIONS, signal: controller.signal }));
      await waitFor(async () => (await sessions()) === 1, { timeoutMs: 5_000 });
      const began = performance.now();
      controller.abort();
      expect(await loading).toMatch(/^CANCELLED/);
      expect(performance.now() - began).toBeLessThan(2_000);
      await waitFor(async () => (await sessions()) === 0, { timeoutMs: 5_000 });
      expect(await relations()).toBe(0);
    }
  });

  it('says what a role lacks for an extension', async () => {
    const role = await createRole(18, {});
    try {
      await database.query(`GRANT ALL ON SCHEMA public TO "${role.name}"`);
      const target = { ...targetOf(database.url), user: role.name, password: role.password };
      const text = `CREATE EXTENSION IF NOT EXISTS file_fdw WITH SCHEMA public;\n${END}`;
      const outcome = await outcomeOf(loadSql(target, stream(Buffer.from(text)), OPTIONS));
      expect(outcome).toMatch(/^UNSUPPORTED: The backup needs a PostgreSQL extension/);
    } finally {
      await database.query(`DROP OWNED BY "${role.name}"`);
      await role.drop();
    }
  });
});
