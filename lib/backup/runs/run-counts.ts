import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** How many runs of each kind ended how; `running` counts too. */
export async function countRuns(db: HostDatabase): Promise<{ kind: string; status: string; runs: number }[]> {
  const rows = await askDatabase(() =>
    db.execute<{ kind: string; status: string; runs: string }>(sql`
      select kind, status, count(*) as runs from backup.runs group by kind, status order by kind, status`),
  );
  return rows.map(({ kind, status, runs }) => ({ kind, status, runs: Number(runs) }));
}
