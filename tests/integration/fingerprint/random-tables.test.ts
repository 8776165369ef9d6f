import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { fingerprintOf } from './fingerprint-of';

const T = { schema: 'public', name: 't' };
const text = fc.option(fc.string({ unit: 'binary', maxLength: 6 }).map((value) => value.replaceAll('\0', ' ')));
const row = fc.record({
  a: fc.option(fc.integer()),
  b: text,
  c: fc.option(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  d: text,
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await database.query('CREATE TABLE t (a int, b text, c int8, d text)');
});
afterAll(() => database?.drop());

async function fingerprint(rows: readonly Row[], method: 'record' | 'text'): Promise<string> {
  const json = JSON.stringify(rows.map((entry) => ({ ...entry, c: entry.c === null ? null : String(entry.c) })));
  await database.query('TRUNCATE t');
  await database.query('INSERT INTO t SELECT * FROM json_populate_recordset(null::t, $1::text::json)', [json]);
  const [table] = await fingerprintOf(database.url, [T], {
    methods: new Map([[JSON.stringify(['public', 't']), method]]),
  });
  expect(table?.rows).toBe(rows.length);
  expect(table?.method).toBe(method);
  return table?.digest ?? '';
}

const key = (entry: Row) => JSON.stringify([entry.a, entry.b, String(entry.c), entry.d]);
const multiset = (rows: readonly Row[]) => rows.map(key).sort().join('\n');

type Change = (rows: Row[], first: number, second: number, fresh: Row) => Row[];
const CHANGES: Record<string, Change> = {
  'a missing row': (rows, first) => rows.filter((_, index) => index !== first),
  'a duplicate': (rows, first) => [...rows, ...rows.slice(first, first + 1)],
  'one row instead of another': (rows, first, second) =>
    rows.map((entry, at) => (at === second ? (rows[first] ?? entry) : entry)),
  'one changed value': (rows, first, _second, fresh) =>
    rows.map((entry, at) => (at === first ? { ...entry, b: fresh.b } : entry)),
  'one changed character': (rows, first) =>
    rows.map((entry, at) => (at === first ? { ...entry, d: `${entry.d ?? ''}x` } : entry)),
  'values that change places between rows': (rows, first, second) =>
    rows.map((entry, at) => {
      const other = at === first ? second : at === second ? first : at;
      return { ...entry, c: rows[other]?.c ?? null };
    }),
};

it.each(['record', 'text'] as const)('the %s method sees every change and no order', async (method) => {
  const scenario = fc.record({
    rows: fc.array(row, { minLength: 1, maxLength: 8 }),
    first: fc.nat(7),
    second: fc.nat(7),
    fresh: row,
    change: fc.constantFrom(...Object.keys(CHANGES)),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ rows, first, second, fresh, change }) => {
      const digest = await fingerprint(rows, method);
      expect(await fingerprint([...rows].reverse(), method)).toBe(digest);
      const changed = CHANGES[change]?.(rows, first % rows.length, second % rows.length, fresh) ?? rows;
      const same = multiset(changed) === multiset(rows);
      expect((await fingerprint(changed, method)) === digest, change).toBe(same && changed.length === rows.length);
    }),
    { numRuns: 60 },
  );
});
