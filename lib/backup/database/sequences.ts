import type pg from 'pg';
import type { TableName } from './connection-target';
import { type DatabaseScope, scopeCondition, USER_RELATION } from './tables';

export interface SequenceReading extends TableName {
  /** Last value handed out; null where none was since the sequence began. */
  value: string | null;
}

/**
 * Where the sequences of a scope stand: all, or for named tables those that they own. A structure-only dump holds no
 * positions, so it has none. Sequences move outside snapshots: this reads the present.
 */
export async function readSequences(client: pg.Client, scope: DatabaseScope): Promise<SequenceReading[]> {
  if (scope.selection.kind === 'schema') return [];
  const { sql, params } = scopeCondition(scope);
  const owned = `EXISTS (
    SELECT FROM pg_catalog.pg_depend own
      JOIN pg_catalog.pg_class c ON c.oid = own.refobjid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE own.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND own.objid = s.oid
       AND own.refclassid = own.classid AND own.deptype IN ('a', 'i') AND ${sql})`;
  const { rows } = await client.query<SequenceReading>(
    `SELECT n.nspname AS schema, c.relname AS name, pg_catalog.pg_sequence_last_value(c.oid)::pg_catalog.text AS value
       FROM pg_catalog.pg_class s JOIN pg_catalog.pg_class c ON c.oid = s.oid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE s.relkind = 'S' AND ${USER_RELATION} AND ${scope.selection.kind === 'tables' ? owned : sql}
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    params,
  );
  return rows;
}
