import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import { currentHolder, holderIsDead } from './holder';

const NAME = 'content';
/** An act on content takes seconds; a push to a slow remote takes a minute at most. */
const SECONDS = 120;

export interface ContentLease {
  fence: number;
  /** Asks just before what cannot be taken back. Throws STALE where another writer has taken over. */
  assert(): Promise<void>;
  release(): Promise<void>;
}

/**
 * The right to change content, for one writer of all instances. Apart from the lease of runs: a backup may go on
 * meanwhile. A holder whose process is gone loses it at once. Throws BUSY, DATABASE_DOWN.
 */
export async function takeContentLease(db: HostDatabase, runId: string): Promise<ContentLease> {
  const holder = currentHolder();
  const dead = await deadHolder(db);
  const [taken] = await askDatabase(() =>
    db.execute<{ fence: string }>(sql`
      insert into backup.leases (name, fence, holder, run_id, expires_at)
      values (${NAME}, 1, ${holder}, ${runId}, clock_timestamp() + make_interval(secs => ${SECONDS}::int))
      on conflict (name) do update set fence = leases.fence + 1, holder = excluded.holder, run_id = excluded.run_id,
        expires_at = excluded.expires_at
      where leases.run_id is null or leases.expires_at < clock_timestamp() or leases.holder = ${dead ?? ''}
      returning fence`),
  );
  if (!taken) {
    throw failure('BUSY', 'Somebody else is changing the content right now.', { hint: 'Try again in a moment.' });
  }
  const fence = Number(taken.fence);
  const isOurs = sql`name = ${NAME} and fence = ${fence} and run_id = ${runId}`;
  return {
    fence,
    async assert() {
      const rows = await askDatabase(() =>
        db.execute(sql`select 1 from backup.leases where ${isOurs} and expires_at > clock_timestamp()`),
      );
      if (rows.length > 0) return;
      throw failure('STALE', 'This took too long, and another change of content has taken its place.', {
        hint: 'Make the plan again.',
      });
    },
    async release() {
      await askDatabase(() =>
        db.execute(sql`update backup.leases set run_id = null, holder = '', expires_at = '-infinity' where ${isOurs}`),
      );
    },
  };
}

/** The holder on record, where its process is certainly gone. */
async function deadHolder(db: HostDatabase): Promise<string | null> {
  const [row] = await askDatabase(() =>
    db.execute<{ holder: string }>(sql`select holder from backup.leases where name = ${NAME} and run_id is not null`),
  );
  return row && holderIsDead(row.holder) ? row.holder : null;
}
