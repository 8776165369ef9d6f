import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { quoteIdentifier } from '../table-name-text';

interface CarriedTable {
  name: string;
  columns: string[];
}

/** Writers of the module wait this long at most while its rows are copied; readers do not wait at all. */
const LOCK_TIMEOUT = '5s';

async function tablesOf(client: Client, schema: string): Promise<CarriedTable[]> {
  const { rows } = await client.query<CarriedTable>(
    `select c.relname as name, pg_catalog.array_agg(a.attname::text order by a.attnum) as columns
     from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname = $1 and c.relkind = 'r'
     group by c.relname order by c.relname collate "C"`,
    [schema],
  );
  return rows;
}

async function sequencesOf(client: Client, schema: string) {
  const { rows } = await client.query<{ name: string; value: string | null }>(
    `select c.relname as name, pg_catalog.pg_sequence_last_value(c.oid)::text as value
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'S'`,
    [schema],
  );
  return rows;
}

/**
 * Copies every row of one schema from the live database to another one, which has the same tables, in place of what is
 * there. The locks are held until the caller ends the connection to the live database, so that nothing is written
 * behind the copy. Leaves the transaction on `live` open and commits the one on `incoming`.
 */
export async function carrySchema(live: Client, incoming: Client, schema: string): Promise<{ rows: number }> {
  const qualified = (name: string) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  await live.query('BEGIN');
  await live.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'; SET LOCAL idle_in_transaction_session_timeout = 0`);
  const tables = await tablesOf(live, schema);
  if (tables.length > 0) {
    await live.query(`LOCK TABLE ${tables.map(({ name }) => qualified(name)).join(', ')} IN EXCLUSIVE MODE`);
  }
  let rows = 0;
  await incoming.query('BEGIN');
  for (const { name, columns } of tables) {
    const table = qualified(name);
    const list = columns.map(quoteIdentifier).join(', ');
    // Rows are carried as they are: no trigger of an append-only table has a say in that.
    await incoming.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await incoming.query(`DELETE FROM ${table}`);
    const source = live.query(copyTo(`COPY (SELECT ${list} FROM ${table}) TO STDOUT`));
    const sink = incoming.query(copyFrom(`COPY ${table} (${list}) FROM STDIN`));
    await pipeline(source, sink);
    rows += sink.rowCount ?? 0;
    await incoming.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
  for (const { name, value } of await sequencesOf(live, schema)) {
    if (value !== null)
      await incoming.query('select pg_catalog.setval($1::regclass, $2::bigint)', [qualified(name), value]);
  }
  await incoming.query('COMMIT');
  return { rows };
}
