import { inArray, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { attempts } from './schema';

export interface AttemptLimit {
  /** Who does what: "password:<user id>". */
  key: string;
  limit: number;
  windowSeconds: number;
}

/**
 * Counts one attempt if fewer than `limit` were counted in the `windowSeconds` before it (a sliding window). A refused
 * attempt does not count. Kept in the database, so that it holds over instances and restarts; atomic.
 */
export async function takeAttempt(
  db: HostDatabase,
  { key, limit, windowSeconds }: AttemptLimit,
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  const span = sql`make_interval(secs => ${windowSeconds}::float8)`;
  const recent = sql`array(select at from unnest(a.taken) as at where at > excluded.taken[1] - ${span} order by at)`;
  const [row] = await askDatabase(() =>
    db.execute<{ allowed: boolean; retry_after: string | null }>(sql`
      with moment as materialized (select clock_timestamp() as now)
      insert into backup.attempts as a (key, taken, allowed, expires_at)
      select ${key}, array[now], true, now + ${span} from moment
      on conflict (key) do update set
        allowed = cardinality(${recent}) < ${limit}::int,
        taken = case when cardinality(${recent}) < ${limit}::int then ${recent} || excluded.taken else ${recent} end,
        expires_at = excluded.expires_at
      returning allowed,
        extract(epoch from taken[1] + ${span} - (select now from moment)) as retry_after`),
  );
  await forgetExpired(db);
  if (!row || row.allowed) return { allowed: row?.allowed ?? false, retryAfterSeconds: 0 };
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(Number(row.retry_after))) };
}

/** Takes the newest counted attempt back: it came to nothing. */
export async function returnAttempt(db: HostDatabase, key: string): Promise<void> {
  await askDatabase(() =>
    db.execute(sql`
      update backup.attempts set taken = taken[:cardinality(taken) - 1] where key = ${key} and cardinality(taken) > 0`),
  );
}

async function forgetExpired(db: HostDatabase): Promise<void> {
  await askDatabase(() =>
    db
      .delete(attempts)
      .where(
        inArray(
          attempts.key,
          db
            .select({ key: attempts.key })
            .from(attempts)
            .where(sql`${attempts.expiresAt} < clock_timestamp()`)
            .limit(100)
            .for('update', { skipLocked: true }),
        ),
      ),
  );
}
