import type { Client } from 'pg';
import { quoteIdentifier, quoteTable } from './table-name-text';

export interface NewestRow {
  schema: string;
  name: string;
  /** ISO 8601; a column without a zone is read as UTC. */
  at: string;
}

const TABLES_ASKED = 100;
const NAMED = 5;

/** The tables with the newest rows, newest first, by columns such as created_at and updatedAt. */
export async function readNewestRows(client: Client, excludeSchemas: readonly string[]): Promise<NewestRow[]> {
  await client.query(`SET statement_timeout = '60s'`);
  const { rows } = await client.query<{ schema: string; name: string; column: string; zoned: boolean }>(
    `select n.nspname as schema, c.relname as name, a.attname as column,
            a.atttypid = 'timestamptz'::regtype as zoned
     from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and n.nspname <> all ($1) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and a.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype)
       and a.attname ~* '^(created|updated|inserted)_?at$'
     order by c.reltuples desc limit ${TABLES_ASKED}`,
    [[...excludeSchemas]],
  );
  const newest = new Map<string, NewestRow>();
  for (const { schema, name, column, zoned } of rows) {
    const value = zoned ? `max(${quoteIdentifier(column)})` : `max(${quoteIdentifier(column)} at time zone 'UTC')`;
    const { rows: found } = await client.query<{ at: Date | null }>(
      `select ${value} as at from ${quoteTable({ schema, name })}`,
    );
    const at = found[0]?.at;
    if (!at || Number.isNaN(at.getTime())) continue;
    const table = JSON.stringify([schema, name]);
    const known = newest.get(table);
    if (!known || known.at < at.toISOString()) newest.set(table, { schema, name, at: at.toISOString() });
  }
  return [...newest.values()].sort((left, right) => (left.at < right.at ? 1 : -1)).slice(0, NAMED);
}
