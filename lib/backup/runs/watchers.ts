import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** Addresses that are there for somebody outside to look at. */
export type WatchedAddress = 'health' | 'metrics';

/** Notes that an address was asked just now. */
export async function noteAsked(db: HostDatabase, address: WatchedAddress): Promise<void> {
  await askDatabase(() =>
    db.execute(sql`
      insert into backup.watchers (address, asked_at) values (${address}, clock_timestamp())
      on conflict (address) do update set asked_at = clock_timestamp()`),
  );
}

/** When each was asked last, and when the schedule called last; null for never. ISO 8601. */
export async function readAsked(
  db: HostDatabase,
): Promise<{ health: string | null; metrics: string | null; schedule: string | null }> {
  const rows = await askDatabase(() =>
    db.execute<{ address: string; ms: string }>(sql`
      select address, extract(epoch from asked_at) * 1000 as ms from backup.watchers
      union all select 'schedule', extract(epoch from ticked_at) * 1000 from backup.schedule_watch`),
  );
  const at = (address: string) => {
    const row = rows.find((one) => one.address === address);
    return row ? new Date(Number(row.ms)).toISOString() : null;
  };
  return { health: at('health'), metrics: at('metrics'), schedule: at('schedule') };
}
