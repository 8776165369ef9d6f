import type { Client } from 'pg';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';

export interface ColumnShape {
  name: string;
  /** As SQL writes it; qualified unless it belongs to pg_catalog. */
  type: string;
  /** pg_type.typtype: b base, c composite, d domain, e enum, m multirange, r range. */
  kind: string;
  builtIn: boolean;
  /** Of a domain over a built-in type, that type. */
  baseType: string | null;
  /** Of an enum, its labels in order. */
  labels: string[] | null;
  /** Computed from other columns: its values cannot be copied in. */
  generated: boolean;
}

export interface TableShape extends TableName {
  /** pg_class.relkind: r an ordinary table or a leaf, p a partitioned table, whose rows are all in its leaves. */
  kind: string;
  /** In physical order. */
  columns: ColumnShape[];
  /** Columns of the primary key; null where there is none, or one that is more than a list of columns. */
  primaryKey: string[] | null;
}

const SHAPES = `
  select n.nspname as schema, c.relname as name, c.relkind as kind,
    coalesce((
      select json_agg(json_build_object(
               'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'kind', t.typtype,
               'builtIn', t.typnamespace = 'pg_catalog'::regnamespace,
               'baseType', case when base.typnamespace = 'pg_catalog'::regnamespace then format_type(t.typbasetype, t.typtypmod) end,
               'labels', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
               'generated', a.attgenerated <> '') order by a.attnum)
      from pg_attribute a
      join pg_type t on t.oid = a.atttypid
      left join pg_type base on base.oid = t.typbasetype
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns,
    (select json_agg(a.attname order by key.position)
     from pg_constraint k
     cross join unnest(k.conkey) with ordinality key(attnum, position)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = key.attnum
     where k.conrelid = c.oid and k.contype = 'p' and not coalesce((to_jsonb(k)->>'conperiod')::boolean, false)) as "primaryKey"
  from unnest($1::text[], $2::text[]) wanted(schema, name)
  join pg_namespace n on n.nspname = wanted.schema
  join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
  where c.relkind in ('r', 'p')`;

/**
 * Tables as they stand, by `tableKey`; what is no table has no entry. The client's transaction has an empty search_path,
 * see `fixSessionSettings`, so that type names of two databases can be compared.
 */
export async function readTableShapes(client: Client, tables: readonly TableName[]): Promise<Map<string, TableShape>> {
  const names = [tables.map(({ schema }) => schema), tables.map(({ name }) => name)];
  const { rows } = await client.query<TableShape>(SHAPES, names);
  return new Map(rows.map((shape) => [tableKey(shape), shape]));
}
