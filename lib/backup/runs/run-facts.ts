import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** The database's clock, and how long the longest run of the last thousand took. Milliseconds. */
export async function readRunFacts(db: HostDatabase): Promise<{ now: Date; longestRunMs: number }> {
  const [row] = await askDatabase(() =>
    db.execute<{ now: string; longest: string | null }>(sql`
      select extract(epoch from clock_timestamp()) * 1000 as now, (
        select max(extract(epoch from finished_at - started_at)) * 1000
        from (select * from backup.runs order by fence desc limit 1000) as recent
      ) as longest`),
  );
  return { now: new Date(Number(row?.now)), longestRunMs: Number(row?.longest ?? 0) };
}
