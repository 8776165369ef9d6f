import { sql } from 'drizzle-orm';
import { getDatabase } from '@/lib/db/drizzle';
import { logger } from '@/lib/logger';

/**
 * Whether a sign-in of this moment was ended by a restore since. A token lives for 30 days and is no row that a restore
 * could remove: it might belong to an account that was deleted, or to a password that was changed, after the backup.
 *
 * A database that does not answer ends no session: every page asks it for the live role of the user anyway.
 */
export async function endedByRestore(userId: string, issuedAtSeconds: number): Promise<boolean> {
  try {
    const database = getDatabase();
    const [table] = await database.execute<{ there: boolean }>(
      sql`select to_regclass('backup.session_epoch') is not null as there`,
    );
    if (!table?.there) return false;
    const [epoch] = await database.execute<{ valid_from: string; except_user_id: string | null }>(
      sql`select extract(epoch from valid_from)::float8 as valid_from, except_user_id from backup.session_epoch`,
    );
    if (!epoch || epoch.except_user_id === userId) return false;
    return issuedAtSeconds < Math.floor(Number(epoch.valid_from));
  } catch (cause) {
    logger.warn('It could not be looked up whether a restore ended this session.', { cause });
    return false;
  }
}
