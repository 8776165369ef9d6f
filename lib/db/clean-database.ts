import { sql } from 'drizzle-orm';
import type { SiteDatabase } from './drizzle';

type Transaction = Pick<SiteDatabase, 'execute'>;

/** Longer would queue every visitor behind the first statement. */
const LOCK_TIMEOUT = '30s';

/** What belongs to an extension can only go with it. */
const notOfAnExtension = (catalog: string) =>
  sql.raw(
    `not exists (select 1 from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = o.oid and d.deptype in ('e', 'i'))`,
  );

/**
 * Drops what the site keeps in schema `public` (tables, views, sequences, types, functions) and the schema `drizzle`,
 * inside the caller's transaction. Every other schema stays, so the backups' own schema does.
 *
 * @returns names of the dropped tables.
 */
export async function cleanDatabase(transaction: Transaction): Promise<string[]> {
  await transaction.execute(sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`);
  const relations = await transaction.execute<{ name: string; kind: string }>(sql`
    select o.relname as name, o.relkind as kind from pg_class o
    where o.relnamespace = 'public'::regnamespace and o.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
      and ${notOfAnExtension('pg_class')}
    order by o.relkind in ('r', 'p', 'f') desc, o.relname`);
  for (const { name, kind } of relations) {
    const what = { v: 'view', m: 'materialized view', S: 'sequence', f: 'foreign table' }[kind] ?? 'table';
    await transaction.execute(sql`drop ${sql.raw(what)} if exists public.${sql.identifier(name)} cascade`);
  }
  const routines = await transaction.execute<{ signature: string }>(sql`
    select o.oid::regprocedure::text as signature from pg_proc o
    where o.pronamespace = 'public'::regnamespace and ${notOfAnExtension('pg_proc')}`);
  for (const { signature } of routines)
    await transaction.execute(sql.raw(`drop routine if exists ${signature} cascade`));
  const types = await transaction.execute<{ name: string }>(sql`
    select o.typname as name from pg_type o left join pg_class c on c.oid = o.typrelid
    where o.typnamespace = 'public'::regnamespace and o.typtype in ('e', 'd', 'c', 'r')
      and (c.oid is null or c.relkind = 'c') and ${notOfAnExtension('pg_type')}`);
  for (const { name } of types)
    await transaction.execute(sql`drop type if exists public.${sql.identifier(name)} cascade`);
  await transaction.execute(sql`drop schema if exists drizzle cascade`);
  return relations.filter(({ kind }) => 'rpf'.includes(kind)).map(({ name }) => name);
}
