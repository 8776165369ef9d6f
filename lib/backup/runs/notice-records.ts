import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/**
 * Whether this trouble is to be told now: the first time, and again each `repeatHours` while it lasts. Asked by many at
 * once, one is told to. Null: it was told not long ago.
 */
export async function claimNotice(
  db: HostDatabase,
  { topic, event, repeatHours }: { topic: string; event: string; repeatHours: number },
): Promise<{ times: number } | null> {
  const [row] = await askDatabase(() =>
    db.execute<{ times: number }>(sql`
      insert into backup.notices as n (topic, event, since, told_at, times)
      values (${topic}, ${event}, clock_timestamp(), clock_timestamp(), 1)
      on conflict (topic) do update set told_at = clock_timestamp(), times = n.times + 1
      where n.told_at <= clock_timestamp() - make_interval(secs => ${repeatHours * 3_600}::float8)
      returning times`),
  );
  return row ? { times: Number(row.times) } : null;
}

/** Nobody got the message: the next time it is told again. */
export async function unclaimNotice(db: HostDatabase, topic: string): Promise<void> {
  await askDatabase(() =>
    db.execute(sql`update backup.notices set told_at = '-infinity', times = times - 1 where topic = ${topic}`),
  );
}

/** The trouble is over. Gives which of these topics people had been told of. */
export async function closeNotices(db: HostDatabase, topics: readonly string[]): Promise<string[]> {
  if (topics.length === 0) return [];
  const rows = await askDatabase(() =>
    db.execute<{ topic: string; times: number }>(sql`
      delete from backup.notices where topic in (${sql.join(
        topics.map((topic) => sql`${topic}`),
        sql`, `,
      )}) returning topic, times`),
  );
  return rows.flatMap(({ topic, times }) => (Number(times) > 0 ? [topic] : []));
}

export interface ChannelRecord {
  channel: string;
  triedAt: string;
  deliveredAt: string | null;
  /** Why the last try failed; null where it did not. */
  reason: string | null;
}

export async function noteDelivery(db: HostDatabase, channel: string, reason: string | null): Promise<void> {
  await askDatabase(() =>
    db.execute(sql`
      insert into backup.notice_channels as c (channel, tried_at, delivered_at, reason)
      values (${channel}, clock_timestamp(), case when ${reason}::text is null then clock_timestamp() end, ${reason})
      on conflict (channel) do update set tried_at = excluded.tried_at, reason = excluded.reason,
        delivered_at = coalesce(excluded.delivered_at, c.delivered_at)`),
  );
}

export async function readDeliveries(db: HostDatabase): Promise<ChannelRecord[]> {
  const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
  const rows = await askDatabase(() =>
    db.execute<{ channel: string; tried_at: string; delivered_at: string | null; reason: string | null }>(sql`
      select channel, ${iso('tried_at')} as tried_at, ${iso('delivered_at')} as delivered_at, reason
      from backup.notice_channels`),
  );
  return rows.map(({ channel, tried_at, delivered_at, reason }) => ({
    channel,
    triedAt: tried_at,
    deliveredAt: delivered_at,
    reason,
  }));
}
