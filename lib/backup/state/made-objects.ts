import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import type { MadeObject } from '../policy/migration-objects';

const LOOK = sql`
  select count(*) filter (where case o.kind
    when 'table' then exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = o.schema and c.relname = o.name and c.relkind in ('r', 'p', 'v', 'm', 'f'))
    when 'index' then exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = o.schema and c.relname = o.name and c.relkind in ('i', 'I'))
    when 'type' then exists (select from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where n.nspname = o.schema and t.typname = o.name)
    when 'column' then exists (select from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = o.schema and c.relname = o.table and a.attname = o.name and not a.attisdropped)
    else exists (select from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = o.schema and c.relname = o.table and k.conname = o.name)
    end)::int as present`;

/** How many of these objects are in the database. */
export function countPresent(db: HostDatabase, objects: readonly MadeObject[]): Promise<number> {
  return askDatabase(async () => {
    if (objects.length === 0) return 0;
    const [row] = await db.execute<{ present: number }>(
      sql`${LOOK} from json_to_recordset(${JSON.stringify(objects)}::text::json)
        as o(kind text, schema text, "table" text, name text)`,
    );
    return row?.present ?? 0;
  });
}
