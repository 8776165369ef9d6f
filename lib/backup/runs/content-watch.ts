import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';

/** The commit up to which the schedule has judged the content; null before the first time. Throws AppFailure DATABASE_DOWN. */
export async function readJudged(db: HostDatabase): Promise<string | null> {
  const [row] = await askDatabase(() => db.execute<{ sha: string }>(sql`select sha from backup.content_watch`));
  return row?.sha ?? null;
}

export async function writeJudged(db: HostDatabase, sha: string): Promise<void> {
  await askDatabase(() =>
    db.execute(sql`
      insert into backup.content_watch (sha, judged_at) values (${sha}, clock_timestamp())
      on conflict (only_row) do update set sha = excluded.sha, judged_at = excluded.judged_at`),
  );
}
