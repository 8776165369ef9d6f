import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** What Drizzle recorded as applied, in its order; empty where the application was never migrated. */
export function readAppliedMigrations(db: HostDatabase): Promise<{ hash: string; createdAt: number }[]> {
  return askDatabase(async () => {
    const [table] = await db.execute<{ present: boolean }>(
      sql`select to_regclass('drizzle.__drizzle_migrations') is not null as present`,
    );
    if (!table?.present) return [];
    const rows = await db.execute<{ hash: string; created_at: string | null }>(
      sql`select hash, created_at from drizzle.__drizzle_migrations order by id`,
    );
    return rows.map((row) => ({ hash: row.hash, createdAt: Number(row.created_at ?? 0) }));
  });
}
