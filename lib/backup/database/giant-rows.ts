import type pg from 'pg';
import { formatBytes } from '../kernel/bytes';
import type { TableName } from './connection-target';
import { displayTable, quoteIdentifier, quoteTable } from './table-name-text';
import { type DatabaseScope, scopeCondition, USER_RELATION } from './tables';

/** A dump needs about three times its largest row in memory. */
const GIANT = 100_000_000;
/** Only the sizes are read, not the values, so a scan costs the main part of the table; bounded all the same. */
const SCAN_AT_MOST = 256_000_000;

interface Candidate extends TableName {
  columns: string[];
}

async function widestRow(client: pg.Client, table: Candidate): Promise<number> {
  const sizes = table.columns.map(
    (column) => `coalesce(pg_catalog.pg_column_size(${quoteIdentifier(column)}), 0)::int8`,
  );
  const { rows } = await client.query<{ widest: string }>(
    `SELECT coalesce(pg_catalog.max(${sizes.join(' + ')}), 0)::pg_catalog.text AS widest FROM ONLY ${quoteTable(table)}`,
  );
  return Number(rows[0]?.widest ?? 0);
}

/** One sentence for each table that holds a giant row. Looks only where the out-of-line values are that large at all. */
export async function findGiantRows(client: pg.Client, scope: DatabaseScope): Promise<string[]> {
  if (scope.selection.kind === 'schema') return [];
  const { sql, params } = scopeCondition(scope);
  const { rows } = await client.query<Candidate>(
    `SELECT n.nspname AS schema, c.relname AS name,
            ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attlen = -1 AND NOT a.attisdropped
                   ORDER BY a.attnum) AS columns
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.reltoastrelid <> 0 AND ${USER_RELATION} AND ${sql}
        AND pg_catalog.pg_relation_size(c.reltoastrelid) >= ${GIANT}
        AND pg_catalog.pg_relation_size(c.oid) <= ${SCAN_AT_MOST}`,
    params,
  );
  const warnings: string[] = [];
  for (const table of rows) {
    const widest = await widestRow(client, table);
    if (widest < GIANT) continue;
    warnings.push(
      `A row of the table "${displayTable(table)}" takes ${formatBytes(widest)}: the backup needs about three times that in memory.`,
    );
  }
  return warnings;
}
