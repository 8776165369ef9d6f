import type { Client } from 'pg';
import type { TableName } from '../connection-target';
import { tableKey } from './table-fingerprint';

export interface TableColumn {
  name: string;
  /** Name of the type in pg_catalog, null for a type of another schema. */
  type: string | null;
}

/**
 * Live columns of each table by `tableKey`, ordered by name: after a restore the physical order may be another one
 * (inheritance), the names are not. A table that does not exist has no entry.
 */
export async function readColumns(client: Client, tables: readonly TableName[]): Promise<Map<string, TableColumn[]>> {
  const { rows } = await client.query<{ schema: string; table: string; columns: TableColumn[] }>(
    `select n.nspname as schema, c.relname as table,
            coalesce(json_agg(json_build_object('name', a.attname, 'type',
              case when t.typnamespace = 'pg_catalog'::regnamespace then t.typname end)
              order by a.attname collate "C") filter (where a.attnum is not null), '[]') as columns
     from unnest($1::text[], $2::text[]) wanted(schema, name)
     join pg_namespace n on n.nspname = wanted.schema
     join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
     left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_type t on t.oid = a.atttypid
     group by n.nspname, c.relname`,
    [tables.map(({ schema }) => schema), tables.map(({ name }) => name)],
  );
  return new Map(rows.map(({ schema, table, columns }) => [tableKey({ schema, name: table }), columns]));
}
