import { sql } from 'drizzle-orm';
import { getDatabaseUrl } from './drizzle';
import { lockMigrations } from './migration-lock';
import { withConnection } from './open-connection';

/**
 * Drops the tables of schema `public` and the schema `drizzle`, all or nothing. Every other schema stays, so the
 * backups' own schema does.
 *
 * @param confirmedName must be the name of the connected database.
 * @returns names of the dropped tables.
 * @throws Error where the name differs; nothing was dropped then.
 */
export async function cleanDatabase(confirmedName: string, databaseUrl = getDatabaseUrl()): Promise<string[]> {
  return withConnection(databaseUrl, 'site clean-up', (database) =>
    database.transaction(async (transaction) => {
      const [connected] = await transaction.execute<{ name: string }>(sql`select current_database() as name`);
      if (connected?.name !== confirmedName) {
        throw new Error(
          `Nothing was dropped: the connected database is "${connected?.name}", you named "${confirmedName}".`,
        );
      }
      await lockMigrations(transaction);
      // Tables that belong to an extension can only go with it.
      const tables = await transaction.execute<{ name: string }>(sql`
        select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f')
          and not exists (select 1 from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
        order by relname`);
      for (const { name } of tables) {
        await transaction.execute(sql`drop table if exists public.${sql.identifier(name)} cascade`);
      }
      await transaction.execute(sql`drop schema if exists drizzle cascade`);
      return tables.map(({ name }) => name);
    }),
  );
}
