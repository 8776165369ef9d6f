import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMigrations } from '@/lib/db/migrate';
import { readMigrationJournal } from '@/lib/db/migration-journal';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { FOREIGN_KEYS, PRIMARY_KEYS, TEMPLATE_TABLES } from './template-tables';

const COLUMNS = `
  select c.relname as name, string_agg(
    a.attname || ' ' || case format_type(a.atttypid, a.atttypmod)
      when 'timestamp without time zone' then 'timestamp'
      when 'timestamp with time zone' then 'timestamptz'
      when 'character varying(45)' then 'varchar(45)'
      when 'text[]' then 'ARRAY'
      else format_type(a.atttypid, a.atttypmod) end
    || case when a.attnotnull then ' not null' else '' end, ', ' order by a.attnum) as list
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1`;

const PRIMARY = `
  select c.relname as name, string_agg(a.attname, ', ' order by k.place) as list
  from pg_constraint o join pg_class c on c.oid = o.conrelid
  cross join unnest(o.conkey) with ordinality k(number, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
  where o.contype = 'p' and c.relnamespace = 'public'::regnamespace group by 1`;

const FOREIGN = `
  select c.relname || '(' || a.attname || ') → ' || t.relname
    || case o.confdeltype when 'c' then ' cascade' when 'n' then ' set null' else ' ?' end as rule
  from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_class t on t.oid = o.confrelid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = o.conkey[1]
  where o.contype = 'f' and c.relnamespace = 'public'::regnamespace`;

describe('migrations on an empty database', () => {
  let database: TestDatabase;
  let applied: string[][];

  beforeAll(async () => {
    database = await createDatabase();
    const outcomes = await Promise.all([1, 2, 3].map(() => runMigrations(database.url)));
    applied = outcomes.map((outcome) => outcome.applied);
  });
  afterAll(() => database.drop());

  const named = async (sql: string) =>
    Object.fromEntries((await database.query<{ name: string; list: string }>(sql)).map((row) => [row.name, row.list]));

  test('give the tables of the template: names, columns, types, nullability', async () => {
    expect(await named(COLUMNS)).toEqual(TEMPLATE_TABLES);
  });

  test('give its primary keys', async () => {
    expect(await named(PRIMARY)).toEqual(PRIMARY_KEYS);
  });

  test('give its foreign keys, and one to tenant wherever there is a tenant_id', async () => {
    const withTenant = Object.keys(TEMPLATE_TABLES).filter((name) => name !== 'tenant');
    const expected = [...FOREIGN_KEYS, ...withTenant.map((name) => `${name}(tenant_id) → tenant cascade`)];
    const rules = (await database.query<{ rule: string }>(FOREIGN)).map((row) => row.rule);
    expect(rules.toSorted()).toEqual(expected.toSorted());
  });

  test('are recorded once, with the hashes of the journal, whoever came first', async () => {
    const journal = await readMigrationJournal();
    const rows = await database.query<{ hash: string; created_at: string }>(
      'select hash, created_at from drizzle.__drizzle_migrations order by id',
    );
    expect(rows.map((row) => row.hash)).toEqual(journal.map((entry) => entry.hash));
    expect(rows.map((row) => Number(row.created_at))).toEqual(journal.map((entry) => entry.when));
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([journal.map((entry) => entry.tag), [], []]);
  });
});

test('the journal runs forward in time and hashes whole files', async () => {
  const journal = await readMigrationJournal();
  expect(journal.length).toBeGreaterThanOrEqual(3);
  expect(journal.map((entry) => entry.when)).toEqual(journal.map((entry) => entry.when).toSorted((a, b) => a - b));
  expect(new Set(journal.map((entry) => entry.when)).size).toBe(journal.length);
  const text = await readFile(`drizzle/${journal[0]?.tag}.sql`);
  expect(journal[0]?.hash).toBe(createHash('sha256').update(text).digest('hex'));
});

test('a file that the journal names and nobody brought along has no hash', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'journal-'));
  try {
    await mkdir(path.join(folder, 'meta'));
    const journal = { entries: [{ idx: 0, when: 5, tag: '0000_gone', version: '7', breakpoints: true }] };
    await writeFile(path.join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
    expect(await readMigrationJournal(folder)).toEqual([{ tag: '0000_gone', hash: null, when: 5 }]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

describe('older states', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
    await runMigrations(database.url);
  });
  afterAll(() => database.drop());

  test('a migration that was left out in between is applied, not passed over', async () => {
    const journal = await readMigrationJournal();
    const left = journal.find((entry) => entry.tag === '0003_profile_details');
    await database.query('delete from drizzle.__drizzle_migrations where hash = $1', [left?.hash]);
    await database.query(`alter table client_profiles drop column interests, drop column skills,
      drop column cover_color, drop column profile_visibility`);
    expect(await runMigrations(database.url)).toEqual({ applied: ['0003_profile_details'] });
    await database.query('select profile_visibility from client_profiles limit 1');
  });

  test('a failure changes nothing and says so', async () => {
    const journal = await readMigrationJournal();
    const [last] = journal.slice(-1);
    await database.query('delete from drizzle.__drizzle_migrations where hash = $1', [last?.hash]);
    await expect(runMigrations(database.url)).rejects.toThrow(/could not be applied; the database is as it was/);
    const rows = await database.query('select 1 from drizzle.__drizzle_migrations');
    expect(rows.length).toBe(journal.length - 1);
  });
});
