import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrivateLoadOptions } from '@/lib/backup/database/restore/load-options';
import { loadSql } from '@/lib/backup/database/restore/load-sql';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { targetOf } from '../fingerprint/fingerprint-of';
import { outcomeOf } from './outcome-of';
import { stream } from './restore-support';

const END = '--\n-- PostgreSQL database dump complete\n--\n';
const HEAD = `SELECT pg_catalog.set_config('search_path', '', false);\nSET default_tablespace = '';\n`;
const TABLES =
  'CREATE TABLE public.a (i int, t text);\nCREATE TABLE public.b (i int);\nCREATE TABLE public.c (i int);\n';
const ROWS_OF_A = 'COPY public.a (i, t) FROM stdin;\n1\tx\n2\ty\n\\.\n';
const ROWS_OF_B = 'COPY public.b (i) FROM stdin;\n1\n1\n\\.\n';
const key = (table: string) => `ALTER TABLE ONLY public.${table}\n    ADD CONSTRAINT ${table}_pkey PRIMARY KEY (i);\n`;
const OPTIONS: PrivateLoadOptions = { ownership: 'keep', serverMajor: 18, privateDatabase: true, jobs: 3 };

describe('loading a private database', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => database?.drop());

  const bytes = (text: string) => stream(Buffer.from(text));
  const load = (source: AsyncIterable<Uint8Array>, more: Partial<PrivateLoadOptions> = {}) =>
    loadSql(targetOf(database.url), source, { ...OPTIONS, ...more });
  const indexes = async () => {
    const rows = await database.query<{ name: string }>(`select indexrelid::regclass::text as name from pg_index
      where indrelid::regclass::text in ('a', 'b', 'c') order by 1`);
    return rows.map(({ name }) => name);
  };
  const sessions = async () => {
    const rows = await database.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where application_name = 'backup restore' and datname = current_database()`,
    );
    return rows[0]?.n;
  };

  it('makes the indexes of an archive as soon as the rows of their tables are there', async () => {
    async function* slow() {
      yield Buffer.from(`${HEAD}${TABLES}${ROWS_OF_A}COPY public.b (i) FROM stdin;\n1\n`);
      await waitFor(async () => (await indexes()).includes('a_pkey'), { what: 'the key of a' });
      yield Buffer.from(`2\n\\.\n${END}`);
    }
    const behind = `${HEAD}${key('a')}${key('b')}CREATE INDEX a_t ON public.a USING btree (t);\nCOMMENT ON INDEX public.a_t IS 'of a';
ALTER TABLE ONLY public.b\n    ADD CONSTRAINT to_a FOREIGN KEY (i) REFERENCES public.a(i);\n${END}`;
    const seen: string[] = [];
    const summary = await load(slow(), { postData: bytes(behind), onTable: ({ name }) => seen.push(name) });
    expect(summary).toMatchObject({ tables: 2, bytes: 12, notes: [] });
    expect(seen).toEqual(['a', 'b']);
    expect(await indexes()).toEqual(['a_pkey', 'a_t', 'b_pkey']);
    await waitFor(async () => (await sessions()) === 0);
  });

  it('keeps the settings of the dump for each statement, whatever connection runs it', async () => {
    const checked = `CREATE FUNCTION public.f(i int, wanted text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
begin if current_setting('lock_timeout') <> wanted then raise 'not %', wanted; end if; return wanted; end $$;\n`;
    const index = (table: string, wanted: string) =>
      `CREATE INDEX ${table}_${wanted} ON public.${table} USING btree (public.f(i, '${wanted}'::text));\n`;
    const behind = ['1s', '2s', '3s'].map(
      (wanted) => `SET lock_timeout = '${wanted}';\n${index('a', wanted)}${index('b', wanted)}`,
    );
    const text = `${HEAD}${TABLES}${checked}${ROWS_OF_A}${ROWS_OF_B}${END}`;
    await load(bytes(text), { postData: bytes(`${index('a', '0')}${behind.join('')}${END}`) });
    expect(await indexes()).toHaveLength(7);
  });

  it.each([1, 2, 4])(
    'fails where one key fails, names its table and stops reading, with %i connections',
    async (jobs) => {
      const whole = `${HEAD}${TABLES}${ROWS_OF_A}${ROWS_OF_B}${key('a')}${key('b')}${key('c')}CREATE VIEW public.v AS SELECT 1;\n${END}`;
      expect(await outcomeOf(load(bytes(whole), { jobs }))).toMatch(/^CORRUPT: .*ALTER TABLE ONLY for b\./);
      await waitFor(async () => (await sessions()) === 0);
    },
  );

  it('fails at once where a key fails while rows are still awaited', async () => {
    async function* stalling() {
      yield Buffer.from(`${HEAD}${TABLES}${ROWS_OF_B}COPY public.c (i) FROM stdin;\n1\n`);
      await new Promise(() => undefined);
    }
    const outcome = outcomeOf(load(stalling(), { postData: bytes(`${HEAD}${key('b')}${END}`) }));
    expect(await outcome).toMatch(/^CORRUPT: .*for b\./);
    await waitFor(async () => (await sessions()) === 0);
  });

  it('succeeds only where both parts have their end', async () => {
    const front = `${HEAD}${TABLES}${ROWS_OF_A}`;
    const cut = /^CORRUPT: The dump is cut short/;
    const empty = async () => {
      await waitFor(async () => (await sessions()) === 0);
      await database.query('DROP TABLE IF EXISTS a, b, c');
    };
    expect(await outcomeOf(load(bytes(front), { postData: bytes(`${key('a')}${END}`) }))).toMatch(cut);
    await empty();
    expect(await outcomeOf(load(bytes(front + END), { postData: bytes(key('a')) }))).toMatch(cut);
    await empty();
    expect(await outcomeOf(load(bytes(front + key('a'))))).toMatch(cut);
  });

  it('stops at once when it is cancelled', async () => {
    const controller = new AbortController();
    async function* stalling() {
      yield Buffer.from(`${HEAD}${TABLES}${ROWS_OF_A}COPY public.c (i) FROM stdin;\n1\n`);
      await new Promise(() => undefined);
    }
    const outcome = outcomeOf(
      load(stalling(), { postData: bytes(`${HEAD}${key('a')}${END}`), signal: controller.signal }),
    );
    await waitFor(async () => (await indexes()).includes('a_pkey'));
    controller.abort();
    expect(await outcome).toMatch(/^CANCELLED/);
    await waitFor(async () => (await sessions()) === 0);
  });

  it('loads the rows of chosen tables alone, with the structure of all', async () => {
    const broken = 'COPY public.b (i) FROM stdin;\nno number\n\\.\n';
    const text = `${HEAD}${TABLES}${ROWS_OF_A}${broken}COPY public.c (i) FROM stdin;\n7\n\\.\n${key('a')}${key('b')}
ALTER TABLE ONLY public.c\n    ADD CONSTRAINT to_b FOREIGN KEY (i) REFERENCES public.b(i);\n${END}`;
    for (const privateDatabase of [true, false]) {
      const onlyRowsOf = ['a', 'c'].map((name) => ({ schema: 'public', name }));
      expect(await load(bytes(text), { onlyRowsOf, privateDatabase })).toMatchObject({ tables: 2, bytes: 10 });
      const counts =
        'select (select count(*)::int from a) as a, (select count(*)::int from b) as b, (select i from c) as c';
      expect(await database.query(counts)).toEqual([{ a: 2, b: 0, c: 7 }]);
      await database.query('DROP TABLE a, b, c');
    }
  });
});
