import { describe, expect, it } from 'vitest';
import { compareTables } from '@/lib/backup/database/fingerprint/compare-tables';
import type { TableFingerprint } from '@/lib/backup/database/fingerprint/table-fingerprint';

const table = (name: string, rows = 10, more: Partial<TableFingerprint> = {}): TableFingerprint => ({
  schema: 'public',
  name,
  rows,
  digest: `00000000000000${String(rows % 100).padStart(2, '0')}`,
  method: 'record',
  ...more,
});

describe('compareTables', () => {
  it('finds the same tables the same, in any order', () => {
    const tables = [table('a'), table('b', 0), table('c')];
    const compared = compareTables(tables, [...tables].reverse());
    expect(compared).toMatchObject({ same: true, reason: null });
    expect(compared.tables.map(({ name, same }) => [name, same])).toEqual(tables.map(({ name }) => [name, true]));
  });

  it('names a table with a missing row, and counts the others', () => {
    const others = Array.from({ length: 41 }, (_, index) => table(`t${index}`));
    const { same, reason, tables } = compareTables(
      [...others, table('comments', 8412)],
      [...others, table('comments', 8411)],
    );
    expect(same).toBe(false);
    expect(reason).toBe('comments differs: 8,412 rows expected, 8,411 found. The other 41 tables match.');
    expect(tables.filter((entry) => !entry.same)).toEqual([
      { schema: 'public', name: 'comments', expectedRows: 8412, actualRows: 8411, same: false },
    ]);
  });

  it('names changed content, another method, missing and extra tables', () => {
    const expected = [table('a'), table('b', 1), table('c', 1), table('d')];
    const actual = [table('a', 10, { digest: 'ffffffffffffffff' }), table('b', 1, { method: 'text' }), table('d')];
    const { reason, tables } = compareTables(expected, [...actual, table('x', 5, { schema: 'other' })]);
    expect(reason).toBe(
      'a differs: 10 rows as expected, but not with the same content. b differs: its columns have other types. ' +
        'c is missing: 1 row expected. 1 more table differs. The other table matches.',
    );
    expect(tables.find(({ name }) => name === 'c')?.actualRows).toBeNull();
    expect(tables.find(({ name }) => name === 'x')).toMatchObject({ expectedRows: 0, actualRows: 5, same: false });
  });

  it('counts extra tables only where they matter', () => {
    const compared = compareTables([table('a')], [table('a'), table('x')], { extraTablesAllowed: true });
    expect(compared).toMatchObject({ same: true, reason: null });
    expect(compareTables([table('a')], [table('a'), table('x')]).reason).toBe(
      'x is there, but the backup does not list it. The other table matches.',
    );
  });

  it('never takes equal rows under another schema, or nothing at all, for the same', () => {
    expect(compareTables([table('a')], [table('a', 10, { schema: 'other' })]).same).toBe(false);
    expect(compareTables([table('a')], []).same).toBe(false);
  });

  it('expects empty tables from a dump of the structure alone', () => {
    const empty = table('a', 0, { digest: '0'.repeat(16) });
    expect(compareTables([table('a', 10)], [empty], { schemaOnly: true }).same).toBe(true);
    expect(compareTables([table('a', 10)], [table('a', 10)], { schemaOnly: true }).same).toBe(false);
    expect(compareTables([table('a', 10)], [], { schemaOnly: true }).same).toBe(false);
    // The manifest of a structure lists no tables.
    expect(compareTables([], [empty], { schemaOnly: true }).same).toBe(true);
    expect(compareTables([], [empty, table('b', 1)], { schemaOnly: true }).same).toBe(false);
    expect(compareTables([], [], { schemaOnly: true }).same).toBe(false);
  });
});
