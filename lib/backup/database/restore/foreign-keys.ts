import { type Client, escapeLiteral } from 'pg';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { quoteIdentifier, quoteTable } from '../table-name-text';

export interface ForeignKey {
  name: string;
  /** The table with the constraint. */
  child: TableName;
  /** The table that it references. */
  parent: TableName;
  columns: string[];
  parentColumns: string[];
  /** Equality of each pair, parent first, as `OPERATOR(schema.=)`. */
  operators: string[];
  /** All of it: actions, DEFERRABLE, NOT VALID, NOT ENFORCED. */
  definition: string;
  comment: string | null;
  /** False for NOT VALID and NOT ENFORCED: existing rows may break it. */
  validated: boolean;
  /** Part of a key of a partitioned table: cannot be dropped alone. */
  partitioned: boolean;
  /** More than equality of columns (PERIOD). */
  temporal: boolean;
}

const column = (table: string, keys: string) => `(
  select json_agg(a.attname order by key.position) from unnest(k.${keys}) with ordinality key(attnum, position)
  join pg_catalog.pg_attribute a on a.attrelid = ${table}.oid and a.attnum = key.attnum)`;

const KEYS = `
  with chosen as (
    select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where (n.nspname, c.relname) in (select * from unnest($1::text[], $2::text[])))
  select k.conname as name,
    json_build_object('schema', child_schema.nspname, 'name', child.relname) as child,
    json_build_object('schema', parent_schema.nspname, 'name', parent.relname) as parent,
    ${column('child', 'conkey')} as columns, ${column('parent', 'confkey')} as "parentColumns",
    (select json_agg(pg_catalog.format('OPERATOR(%I.%s)', place.nspname, o.oprname) order by op.position)
     from unnest(k.conpfeqop) with ordinality op(oid, position)
     join pg_catalog.pg_operator o on o.oid = op.oid
     join pg_catalog.pg_namespace place on place.oid = o.oprnamespace) as operators,
    pg_catalog.pg_get_constraintdef(k.oid) as definition,
    pg_catalog.obj_description(k.oid, 'pg_constraint') as comment, k.convalidated as validated,
    k.conparentid <> 0 or child.relkind = 'p' or child.relispartition or parent.relkind = 'p' or parent.relispartition as partitioned,
    coalesce((pg_catalog.to_jsonb(k)->>'conperiod')::boolean, false) as temporal
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class child on child.oid = k.conrelid
  join pg_catalog.pg_namespace child_schema on child_schema.oid = child.relnamespace
  join pg_catalog.pg_class parent on parent.oid = k.confrelid
  join pg_catalog.pg_namespace parent_schema on parent_schema.oid = parent.relnamespace
  where k.contype = 'f' and (k.conrelid in (select oid from chosen) or k.confrelid in (select oid from chosen))
  order by 2::text collate "C", 1`;

/** Every foreign key from or to one of the tables, as the client's transaction sees them. */
export async function readForeignKeys(client: Client, tables: readonly TableName[]): Promise<ForeignKey[]> {
  const names = [tables.map(({ schema }) => schema), tables.map(({ name }) => name)];
  const { rows } = await client.query<ForeignKey>(KEYS, names);
  return rows;
}

/**
 * The keys that must go while rows are replaced: those to a chosen table, whose actions would empty other tables, and
 * those from one that are not validated, whose rows may break them. A validated key from a chosen table to another one
 * stays: each row is checked as it arrives, and nobody who reads the other table has to wait.
 */
export function keysToDrop(keys: readonly ForeignKey[], tables: readonly TableName[]): ForeignKey[] {
  const chosen = new Set(tables.map(tableKey));
  return keys.filter(({ parent, validated }) => chosen.has(tableKey(parent)) || !validated);
}

export const dropForeignKey = (client: Client, { child, name }: ForeignKey) =>
  client.query(`ALTER TABLE ${quoteTable(child)} DROP CONSTRAINT ${quoteIdentifier(name)}`);

/** Puts the key back as it was; one that was valid is validated again. Throws SQLSTATE 23503 where rows break it. */
export async function addForeignKey(client: Client, { child, name, definition, comment }: ForeignKey): Promise<void> {
  await client.query(`ALTER TABLE ${quoteTable(child)} ADD CONSTRAINT ${quoteIdentifier(name)} ${definition}`);
  if (comment === null) return;
  const constraint = `${quoteIdentifier(name)} ON ${quoteTable(child)}`;
  await client.query(`COMMENT ON CONSTRAINT ${constraint} IS ${escapeLiteral(comment)}`);
}

/** SQL that finds a child row without its parent: `from` is the children with alias c, `parents` what they are looked up in. */
export function orphanCondition(key: ForeignKey, parents: string): string {
  const present = key.columns.map((name) => `c.${quoteIdentifier(name)} IS NOT NULL`);
  const equal = key.columns.map(
    (name, at) => `p.${quoteIdentifier(key.parentColumns[at] ?? '')} ${key.operators[at]} c.${quoteIdentifier(name)}`,
  );
  return `${present.join(' AND ')} AND NOT EXISTS (SELECT FROM ${parents} p WHERE ${equal.join(' AND ')})`;
}
