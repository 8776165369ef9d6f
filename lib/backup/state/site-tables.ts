import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** Whether the site has any table yet: the record of Drizzle and the tables of this module do not count. */
export function hasSiteTables(db: HostDatabase): Promise<boolean> {
  return askDatabase(async () => {
    const [row] = await db.execute<{ found: boolean }>(sql`
      select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname !~ '^pg_'
          and n.nspname not in ('information_schema', 'drizzle', 'backup')) as found`);
    return row?.found === true;
  });
}
