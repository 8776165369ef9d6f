import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** What Drizzle recorded as applied, in its order; empty where the application was never migrated. */
export async function readAppliedMigrations(db: HostDatabase): Promise<{ hash: string; createdAt: number }[]> {
  const recorded = await readRecordedMigrations(db);
  return recorded.map(({ hash, createdAt }) => ({ hash, createdAt }));
}

/** The same with the moment of each record, ISO 8601; null where the server does not keep the times of transactions. */
export function readRecordedMigrations(
  db: HostDatabase,
): Promise<{ hash: string; createdAt: number; recordedAt: string | null }[]> {
  return askDatabase(async () => {
    const [table] = await db.execute<{ present: boolean; timed: boolean }>(
      sql`select to_regclass('drizzle.__drizzle_migrations') is not null as present,
        current_setting('track_commit_timestamp')::bool as timed`,
    );
    if (!table?.present) return [];
    const moment = table.timed ? sql`extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000` : sql`null::numeric`;
    const rows = await db.execute<{ hash: string; created_at: string | null; recorded: string | null }>(
      sql`select hash, created_at, ${moment} as recorded from drizzle.__drizzle_migrations order by id`,
    );
    return rows.map((row) => ({
      hash: row.hash,
      createdAt: Number(row.created_at ?? 0),
      recordedAt: row.recorded === null ? null : new Date(Number(row.recorded)).toISOString(),
    }));
  });
}
