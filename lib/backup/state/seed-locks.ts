import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import type { SeedLockView } from '../views';

/** The one number that the template takes for its seed: `pg_try_advisory_lock(12345)`. */
const SEED_LOCK = 12345;

interface Row extends Record<string, unknown> {
  pid: number;
  granted: boolean;
  /** The session that answers this question: it does nothing else. */
  own: boolean;
  application: string | null;
  user: string | null;
  client: string | null;
  state: string | null;
  connected: string | null;
  since: string | null;
}

/** Who holds the seed's lock in this database, then who waits for it. The lock of a session that ended is gone with it. */
export function readSeedLocks(db: HostDatabase): Promise<SeedLockView[]> {
  return askDatabase(async () => {
    const rows = await db.execute<Row>(sql`
      select l.pid, l.granted, l.pid = pg_backend_pid() as own, nullif(a.application_name, '') as application, a.usename as "user",
        host(a.client_addr) as client, a.state,
        extract(epoch from a.backend_start) * 1000 as connected,
        extract(epoch from coalesce(a.xact_start, a.state_change)) * 1000 as since
      from pg_locks l left join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.classid = 0 and l.objid = ${SEED_LOCK}::oid and l.objsubid = 1
        and l.database = (select oid from pg_database where datname = current_database())
      order by l.granted desc, a.backend_start, l.pid`);
    return rows.map((row) => ({
      pid: row.pid,
      state: stateOf(row),
      application: row.application,
      user: row.user,
      client: row.client,
      connectedAt: iso(row.connected),
      since: iso(row.since),
    }));
  });
}

function stateOf({ granted, state, own }: Row): SeedLockView['state'] {
  if (!granted) return 'waiting';
  if (state === null) return 'hidden';
  return own || state === 'idle' ? 'idle' : 'working';
}

const iso = (milliseconds: string | null): string | null =>
  milliseconds === null ? null : new Date(Number(milliseconds)).toISOString();
