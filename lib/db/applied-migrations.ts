import { sql } from 'drizzle-orm';
import { getDatabase } from './drizzle';

export interface AppliedMigration {
  hash: string;
  /** When the migration was written, as Drizzle records it; not when it was applied. */
  when: Date | null;
}

/** What `drizzle.__drizzle_migrations` holds, in the order of application. */
export async function readAppliedMigrations(): Promise<AppliedMigration[]> {
  const rows = await getDatabase().execute<{ hash: string; created_at: string | null }>(
    sql`select hash, created_at from drizzle.__drizzle_migrations order by id`,
  );
  return rows.map((row) => ({
    hash: row.hash,
    when: row.created_at === null ? null : new Date(Number(row.created_at)),
  }));
}
