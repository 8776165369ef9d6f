import type { Client } from 'pg';
import { type AppFailure, failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { displayTable, quoteIdentifier, quoteTable } from '../table-name-text';
import { NOTHING_CHANGED } from './copy-failure';
import { beginCopy, copyRows, rollBack } from './copy-rows';
import { type ForeignKey, orphanCondition, readForeignKeys } from './foreign-keys';

const number = new Intl.NumberFormat('en-US');
const rowsOf = (count: number | null, table: string) => {
  if (count === null) return `Rows of ${table} refer`;
  return count === 1 ? `1 row of ${table} refers` : `${number.format(count)} rows of ${table} refer`;
};

/** `rows`: how many rows of the referencing table break the key, null where nobody counted. */
export function referenceBroken(key: ForeignKey, chosen: readonly TableName[], rows: number | null): AppFailure {
  const names = new Set(chosen.map(tableKey));
  const [child, parent] = [displayTable(key.child), displayTable(key.parent)];
  const details = { constraint: key.name, table: child, references: parent, rows };
  const why = `(foreign key "${key.name}"). ${NOTHING_CHANGED}`;
  const refused = (message: string, hint: string) => failure('CONFLICT', message, { hint, details });
  if (!names.has(tableKey(key.child))) {
    return refused(
      `${rowsOf(rows, child)} to rows of ${parent} that are not in the backup ${why}`,
      `Restore ${child} together with ${parent}, or restore into a side schema.`,
    );
  }
  if (!names.has(tableKey(key.parent))) {
    return refused(
      `${rowsOf(rows, `${child} in the backup`)} to rows of ${parent} that the live database does not have ${why}`,
      `Restore ${parent} together with ${child}, or restore into a side schema.`,
    );
  }
  return refused(
    `${rowsOf(rows, `${child} in the backup`)} to rows of ${parent} that the backup does not hold ${why}`,
    'Restore into a side schema to look at them.',
  );
}

async function countRows(client: Client, children: string, condition: string): Promise<number> {
  const { rows } = await client.query<{ rows: string }>(
    `SELECT count(*) AS rows FROM ${children} c WHERE ${condition}`,
  );
  return Number(rows[0]?.rows ?? 0);
}

/** Rows in the live tables that break the key, as the client's transaction sees them. */
export const countOrphans = (client: Client, key: ForeignKey): Promise<number> =>
  countRows(client, `ONLY ${quoteTable(key.child)}`, orphanCondition(key, `ONLY ${quoteTable(key.parent)}`));

/** The columns of one side of a key, from the source, in a temporary table of the live session. */
async function fetchKeys(live: Client, source: Client, from: TableName, columns: string[], name: string) {
  const into = { schema: 'pg_temp', name };
  const list = columns.map(quoteIdentifier).join(', ');
  await live.query(
    `CREATE TEMPORARY TABLE ${quoteIdentifier(name)} ON COMMIT DROP AS SELECT ${list} FROM ONLY ${quoteTable(from)} WITH NO DATA`,
  );
  await copyRows(source, live, { from, into, columns });
  await live.query(`ANALYZE ${quoteTable(into)}`);
  return quoteTable(into);
}

/**
 * The first foreign key, between a chosen and another table, that would be broken if the chosen tables had the rows of
 * the source; null where none would. Locks nothing for longer than a reader does and changes nothing. Both tables of a
 * key exist on both sides. The source stands in a transaction of `beginCopy`; the live client in none.
 *
 * It is an early answer for the admin: the restore validates every key again under its locks.
 */
export async function findBrokenReference(
  live: Client,
  source: Client,
  tables: readonly TableName[],
): Promise<AppFailure | null> {
  const chosen = new Set(tables.map(tableKey));
  await beginCopy(live, 'write');
  try {
    const { rows } = await live.query<{ may: boolean }>(
      `select has_database_privilege(current_database(), 'TEMPORARY') as may`,
    );
    if (!rows[0]?.may) return null;
    const keys = await readForeignKeys(live, tables);
    const crossing = keys.filter(
      (key) => key.validated && !key.temporal && !(chosen.has(tableKey(key.child)) && chosen.has(tableKey(key.parent))),
    );
    for (const [index, key] of crossing.entries()) {
      const fromChild = chosen.has(tableKey(key.child));
      const [table, columns] = fromChild ? [key.child, key.columns] : [key.parent, key.parentColumns];
      const fetched = await fetchKeys(live, source, table, columns, `bk_keys_${index}`);
      const broken = fromChild
        ? await countRows(live, fetched, orphanCondition(key, quoteTable(key.parent)))
        : await countRows(live, `ONLY ${quoteTable(key.child)}`, orphanCondition(key, fetched));
      if (broken > 0) return referenceBroken(key, tables, broken);
    }
    return null;
  } finally {
    await rollBack(live);
  }
}
