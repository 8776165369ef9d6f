import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { fingerprintOf } from './fingerprint-of';

/** Two contents of one table that a careless hash takes for the same. Rows are SQL values lists. */
const PAIRS: [what: string, columns: string, left: string, right: string][] = [
  ['two rows that swap a value', 'a text, b text', `('ann','x'),('bob','y')`, `('ann','y'),('bob','x')`],
  [
    'numbers and times that swap',
    'a int, b timestamp',
    `(1,'2024-01-01'),(2,'2024-01-02')`,
    `(1,'2024-01-02'),(2,'2024-01-01')`,
  ],
  ['swapped values in the printed form', 'a int, b float8', `(1,1.5),(2,2.5)`, `(1,2.5),(2,1.5)`],
  ['bigints with the same fold', 'a int8', `(0)`, `(4294967297)`],
  ['a duplicate that takes the place of another row', 'a text', `('x'),('x'),('y')`, `('x'),('y'),('y')`],
  ['a pair of duplicates', 'a text', `('x'),('y')`, `('x'),('y'),('z'),('z')`],
  ['values in neighbouring columns', 'a text, b text', `('x',NULL)`, `(NULL,'x')`],
  ['null and empty', 'a text', `(NULL)`, `('')`],
  ['null and the word', 'a text', `(NULL)`, `('NULL')`],
  ['a border between columns', 'a text, b text', `('ab','c')`, `('a','bc')`],
  ['quotes in the printed form', 'a text, b text, f float4', `('a","b',NULL,1)`, `('a','b',1)`],
  ['decimals', 'a numeric', `(1.0)`, `(1.00)`],
  ['decimals in JSON', 'a jsonb', `('{"n":1.0}')`, `('{"n":1.00}')`],
  ['spacing in JSON text', 'a json', `('{"n":1}')`, `('{"n": 1}')`],
  ['minus zero', 'a float8', `(0)`, `('-0')`],
  ['neighbouring floats', 'a float8', `(0.3)`, `(0.1::float8 + 0.2::float8)`],
  ['intervals that compare as equal', 'a interval', `('1 mon')`, `('30 days')`],
  ['the shape of an array', 'a int[]', `('{1,2,3,4}')`, `('{{1,2},{3,4}}')`],
  ['the bounds of an array', 'a int[]', `('{1,2}')`, `('[0:1]={1,2}')`],
  ['zones of a time', 'a timetz', `('12:00+00')`, `('13:00+01')`],
  ['masks of an address', 'a inet', `('10.0.0.1/24')`, `('10.0.0.1/25')`],
  ['blanks behind a text', 'a bpchar', `('a')`, `('a ')`],
  ['letters that a collation ignores', 'a text COLLATE ignore_case', `('a')`, `('A')`],
  ['letters that a type ignores', 'a citext', `('a')`, `('A')`],
  ['a row without columns', '', ``, `DEFAULT`],
];

describe.each([15, 17, 18] as const)('a fingerprint on PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major });
    await database.query(
      `CREATE EXTENSION citext; CREATE COLLATION ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    );
  });
  afterAll(() => database?.drop());

  const digestOf = async (columns: string, values: string) => {
    const insert =
      values === 'DEFAULT' ? 'INSERT INTO public.t DEFAULT VALUES' : `INSERT INTO public.t VALUES ${values}`;
    await database.query(`DROP TABLE IF EXISTS public.t; CREATE TABLE public.t (${columns}); ${values ? insert : ''}`);
    const [table] = await fingerprintOf(database.url, [{ schema: 'public', name: 't' }]);
    return `${table?.rows} ${table?.digest} ${table?.method}`;
  };

  it.each(PAIRS)('tells apart: %s', async (_what, columns, left, right) => {
    const digests = [await digestOf(columns, left), await digestOf(columns, right)];
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('does not change with the settings of the role or the server', async () => {
    await database.query(`DROP TABLE IF EXISTS public.t; CREATE TABLE public.t (a timestamptz, b interval, c bytea, d float8);
      INSERT INTO public.t VALUES (now(), '1 year 2 days', '\\x00ff', 0.1::float8 + 0.2)`);
    const tables = [{ schema: 'public', name: 't' }];
    const before = await fingerprintOf(database.url, tables);
    await database.query(`ALTER DATABASE "${database.name}" SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE "${database.name}" SET DateStyle = 'German';
      ALTER DATABASE "${database.name}" SET IntervalStyle = 'iso_8601'; ALTER DATABASE "${database.name}" SET bytea_output = 'escape';
      ALTER DATABASE "${database.name}" SET extra_float_digits = 0; ALTER DATABASE "${database.name}" SET statement_timeout = 2000`);
    try {
      expect(await fingerprintOf(database.url, tables)).toEqual(before);
    } finally {
      await database.query(`SET statement_timeout = 0; ALTER DATABASE "${database.name}" RESET ALL`);
    }
  });
});
