import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyIntoSideSchema } from '@/lib/backup/database/restore/side-schema';
import { createRole } from '@/tests/support/postgres';
import { fingerprintOf } from '../fingerprint/fingerprint-of';
import { outcomeOf } from './outcome-of';
import { type TwoDatabases, table, twoBuilt, twoSites, wholeState } from './two-databases';

const options = { schema: 'restored_20261124_053410', comment: `Backup of 24 November, site's own` };

const BUILT = `
  create schema ext; create extension citext schema ext; create schema shop; create type mood as enum ('good', 'bad');
  create domain cents as numeric(12, 2); create type address as (street text, zip text); create type lost as enum ('a, b', '');
  create table shop.people (a int); insert into shop.people values (1), (2);
  create table people (
    email ext.citext primary key, mood mood, was lost[], price cents, home address, at regclass default 'people', r int4range,
    f float8, stamp timestamptz, big numeric, twice numeric generated always as (big * 2) stored, "ödd ""column""" bytea);
  insert into people (email, mood, was, price, home, r, f, stamp, big, "ödd ""column""") values
    ('A@b.c', 'bad', array['a, b', '', null]::lost[], 1.50, row('x "y"', null), '[1,5)', 'NaN', 'infinity', 1e30, '\\x00ff5c'),
    ('n@b.c', null, null, null, null, 'empty', '-0', '2024-02-29 12:00:00.000001+05', 1.10, '');
  create table plain (id int, part int, primary key (part, id)); insert into plain select g, g % 3 from generate_series(1, 500) g;
  create table parts (id int) partition by list (id); create table parts_1 partition of parts for values in (1);
  insert into parts values (1);`;

describe.each([15, 17, 18] as const)('tables to look at, beside the live ones on PostgreSQL %i', (major) => {
  let pair: TwoDatabases;
  beforeAll(async () => {
    pair = await twoBuilt(major, BUILT);
    await pair.live.query(`drop table people; drop domain cents; drop type address; drop type lost`);
  });
  afterAll(() => pair?.drop());

  it('have the same columns and rows; types that live does not have are text, and are compared all the same', async () => {
    const tables = ['people', 'plain', 'parts', 'parts_1'].map((name) => table(name)).concat(table('people', 'shop'));
    const before = await fingerprintOf(pair.live.url);
    const copied = await pair.connected((live, source) => copyIntoSideSchema(live, source, { tables, ...options }));
    const place = (name: string) => table(name, options.schema);
    expect(copied.map(({ schema, name, rows, side, asText }) => [schema, name, rows, side, asText])).toEqual([
      ['public', 'people', 2, place('people'), ['was', 'home', 'at']],
      ['public', 'plain', 500, place('plain'), []],
      ['public', 'parts_1', 1, place('parts_1'), []],
      ['shop', 'people', 2, place('shop_people'), []],
    ]);
    const columns = await pair.live.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = 'restored_20261124_053410.people'::regclass and attnum > 0 order by attnum`,
    );
    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toMatchObject({
      email: expect.stringMatching(/citext$/),
      mood: 'mood',
      was: 'text',
      price: 'numeric(12,2)',
      home: 'text',
      at: 'text',
      twice: 'numeric',
      'ödd "column"': 'bytea',
    });
    expect(
      await pair.live.query(
        `select obj_description('restored_20261124_053410'::regnamespace) as comment,
           (select string_agg(pg_get_constraintdef(oid), '; ' order by conrelid::regclass::text) from pg_constraint
            where connamespace = 'restored_20261124_053410'::regnamespace and contype = 'p') as keys`,
      ),
    ).toEqual([{ comment: options.comment, keys: 'PRIMARY KEY (email); PRIMARY KEY (part, id)' }]);
    const after = await fingerprintOf(pair.live.url);
    expect(after.filter(({ schema }) => schema !== options.schema)).toEqual(before);
    const plain = (state: typeof before, schema: string) =>
      state.filter((found) => found.name === 'plain' && found.schema === schema).map(({ digest }) => digest);
    expect(plain(after, options.schema)).toEqual(plain(before, 'public'));
  });

  it('leave nothing behind where something fails', async () => {
    const before = await wholeState(pair.live);
    const copy = (more: Partial<Parameters<typeof copyIntoSideSchema>[2]>) =>
      outcomeOf(
        pair.connected((live, source) =>
          copyIntoSideSchema(live, source, { tables: [table('plain')], ...options, schema: 'another', ...more }),
        ),
      );
    expect(await copy({ schema: options.schema })).toMatch(
      /^CONFLICT: The live database has a schema restored_20261124_053410 already\./,
    );
    expect(await copy({ tables: [table('plain'), table('nowhere')] })).toMatch(
      /^NOT_FOUND: The backup does not hold the table nowhere\./,
    );
    const controller = new AbortController();
    const onTable = () => {
      controller.abort();
      void pair.live.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'test live'`,
      );
    };
    expect(await copy({ onTable, signal: controller.signal, tables: [table('plain'), table('people')] })).toMatch(
      /^CANCELLED/,
    );
    expect(await wholeState(pair.live)).toEqual(before);
  });

  it('need the right to create a schema, and say so', async () => {
    const role = await createRole(major, {});
    try {
      const outcome = pair.connected(
        (live, source) =>
          outcomeOf(copyIntoSideSchema(live, source, { tables: [table('plain')], ...options, schema: 'x' })),
        role,
      );
      expect(await outcome).toMatch(
        /^FORBIDDEN: The role of the site may not create a schema .* GRANT CREATE ON DATABASE test_\w+ TO role_\w+;/,
      );
    } finally {
      await role.drop();
    }
  });
});

it('holds every table of a real site', async () => {
  const sites = await twoSites(18);
  try {
    const wanted = await fingerprintOf(sites.source.url);
    const copied = await sites.connected((live, source) =>
      copyIntoSideSchema(live, source, { tables: wanted, ...options }),
    );
    expect(copied.map(({ rows }) => rows)).toEqual(wanted.map(({ rows }) => rows));
    expect(copied.every(({ asText }) => asText.length === 0)).toBe(true);
  } finally {
    await sites.drop();
  }
});
