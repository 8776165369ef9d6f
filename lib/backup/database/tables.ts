import type pg from 'pg';
import type { TableName } from './connection-target';
import type { DumpSelection } from './dump/dump-engine';

export interface TableInfo extends TableName {
  /** Heap and out-of-line values, without indexes. */
  bytes: number;
  /** From statistics: good for progress and estimates only. */
  rowsEstimate: number;
}

export interface DatabaseScope {
  selection: DumpSelection;
  /** As pg_dump means it: not looked at where tables are named. */
  excludeSchemas: readonly string[];
}

export interface Condition {
  sql: string;
  params: string[][];
}

/** The relations that a dump of this scope holds, as a condition on `c` (pg_class) and `n` (pg_namespace), or other names for them. */
export function scopeCondition({ selection, excludeSchemas }: DatabaseScope, c = 'c', n = 'n'): Condition {
  if (selection.kind === 'tables') {
    return {
      sql: `(${n}.nspname, ${c}.relname) IN (SELECT * FROM unnest($1::pg_catalog.text[], $2::pg_catalog.text[]))`,
      params: [selection.tables.map((table) => table.schema), selection.tables.map((table) => table.name)],
    };
  }
  return { sql: `${n}.nspname <> ALL ($1::pg_catalog.text[])`, params: [[...excludeSchemas]] };
}

/** No system schema, no temporary relation, nothing that an extension brings along: pg_dump leaves those out. */
export const USER_RELATION = `
  n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                   WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/**
 * Tables whose rows a dump of this scope holds: ordinary tables and the leaves of partitioned ones, by name.
 * Throws BUSY (as SQLSTATE 55P03) where one stays locked and the session has a lock timeout.
 */
export async function listTables(client: pg.Client, scope: DatabaseScope): Promise<TableInfo[]> {
  const { sql, params } = scopeCondition(scope);
  const { rows } = await client.query<TableName & { bytes: string; rows: string }>(
    `SELECT n.nspname AS schema, c.relname AS name,
            coalesce(pg_catalog.pg_table_size(c.oid), 0)::pg_catalog.text AS bytes,
            greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid), 0)::pg_catalog.int8::pg_catalog.text AS rows
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND ${USER_RELATION} AND ${sql}
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    params,
  );
  return rows.map(({ schema, name, bytes, rows }) => ({
    schema,
    name,
    bytes: Number(bytes),
    rowsEstimate: Number(rows),
  }));
}

/** Tables that the given ones reference by foreign key and that are not among them, by name. */
export async function findMissingReferences(client: pg.Client, tables: readonly TableName[]): Promise<TableName[]> {
  const { rows } = await client.query<TableName>(
    `WITH chosen AS (
       SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::pg_catalog.text[], $2::pg_catalog.text[])))
     SELECT DISTINCT n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_constraint k
       JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM chosen) AND c.oid NOT IN (SELECT oid FROM chosen)
        -- A key to a partitioned table has one more row per partition.
        AND (k.conparentid = 0 OR NOT c.relispartition)
      ORDER BY 1, 2`,
    [tables.map((table) => table.schema), tables.map((table) => table.name)],
  );
  return rows;
}

export async function listExtensions(client: pg.Client): Promise<{ name: string; version: string }[]> {
  const { rows } = await client.query<{ name: string; version: string }>(
    'SELECT extname AS name, extversion AS version FROM pg_catalog.pg_extension ORDER BY extname COLLATE "C"',
  );
  return rows;
}
