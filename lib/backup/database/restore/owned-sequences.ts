import type { Client } from 'pg';
import type { TableName } from '../connection-target';
import { quoteTable } from '../table-name-text';

interface OwnedSequence extends TableName {
  table: TableName;
  column: string;
  /** Last value handed out, as decimal text; null where none was. */
  value: string | null;
  increment: string;
}

const OWNED = `
  select n.nspname as schema, s.relname as name, json_build_object('schema', place.nspname, 'name', owner.relname) as table,
    a.attname as column, pg_catalog.pg_sequence_last_value(s.oid)::text as value, q.seqincrement::text as increment
  from unnest($1::text[], $2::text[]) wanted(schema, name)
  join pg_catalog.pg_namespace place on place.nspname = wanted.schema
  join pg_catalog.pg_class owner on owner.relnamespace = place.oid and owner.relname = wanted.name
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = owner.oid
    and d.classid = d.refclassid and d.deptype in ('a', 'i') and d.refobjsubid > 0
  join pg_catalog.pg_attribute a on a.attrelid = owner.oid and a.attnum = d.refobjsubid
  join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
  join pg_catalog.pg_namespace n on n.oid = s.relnamespace
  join pg_catalog.pg_sequence q on q.seqrelid = s.oid
  order by 1, 2`;

async function readOwned(client: Client, tables: readonly TableName[]): Promise<Map<string, OwnedSequence>> {
  const names = [tables.map(({ schema }) => schema), tables.map(({ name }) => name)];
  const { rows } = await client.query<OwnedSequence>(OWNED, names);
  return new Map(rows.map((row) => [JSON.stringify([row.table.schema, row.table.name, row.column]), row]));
}

/** Whether the sequence of the source has handed out more. A value of null stands before every other one. */
function isAhead(source: OwnedSequence, live: OwnedSequence): boolean {
  if (source.value === null) return false;
  if (live.value === null) return true;
  const [restored, current] = [BigInt(source.value), BigInt(live.value)];
  return live.increment.startsWith('-') ? restored < current : restored > current;
}

/**
 * Moves the sequences that columns of the tables own (serial and identity) forward to where they stood in the backup,
 * never back: numbers that were handed out since then stay taken.
 */
export async function advanceSequences(live: Client, source: Client, tables: readonly TableName[]): Promise<void> {
  const restored = await readOwned(source, tables);
  const current = await readOwned(live, tables);
  for (const [key, sequence] of current) {
    const wanted = restored.get(key);
    if (!wanted || !isAhead(wanted, sequence)) continue;
    // setval alone would outlive a rollback. This gives the sequence a new file in this transaction, and a lock.
    await live.query(`ALTER SEQUENCE ${quoteTable(sequence)} INCREMENT BY ${sequence.increment}`);
    const now = (await readOwned(live, tables)).get(key);
    if (!now || !isAhead(wanted, now)) continue;
    await live.query('select pg_catalog.setval($1::regclass, $2::bigint)', [quoteTable(sequence), wanted.value]);
  }
}
