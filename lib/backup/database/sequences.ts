import type pg from 'pg';
import type { TableName } from './connection-target';
import { type Condition, type DatabaseScope, scopeCondition, USER_RELATION } from './tables';

export interface SequenceReading extends TableName {
  /** Last value handed out; null where none was since the sequence began. */
  value: string | null;
}

/** The sequences whose position a dump of this scope holds, on `c` and `n`: all, or those that the named tables own. */
export function sequenceCondition(scope: DatabaseScope): Condition {
  if (scope.selection.kind !== 'tables') return scopeCondition(scope);
  const owner = scopeCondition(scope, 'owner', 'place');
  const sql = `EXISTS (
    SELECT FROM pg_catalog.pg_depend own
      JOIN pg_catalog.pg_class owner ON owner.oid = own.refobjid
      JOIN pg_catalog.pg_namespace place ON place.oid = owner.relnamespace
     WHERE own.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND own.objid = c.oid
       AND own.refclassid = own.classid AND own.deptype IN ('a', 'i') AND ${owner.sql})`;
  return { sql, params: owner.params };
}

/**
 * Where the sequences of a scope stand. A structure-only dump holds no positions, so it has none. Sequences move
 * outside snapshots: this reads the present.
 */
export async function readSequences(client: pg.Client, scope: DatabaseScope): Promise<SequenceReading[]> {
  if (scope.selection.kind === 'schema') return [];
  const { sql, params } = sequenceCondition(scope);
  const { rows } = await client.query<SequenceReading>(
    `SELECT n.nspname AS schema, c.relname AS name, pg_catalog.pg_sequence_last_value(c.oid)::pg_catalog.text AS value
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'S' AND ${USER_RELATION} AND ${sql}
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    params,
  );
  return rows;
}
