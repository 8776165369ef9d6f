import type pg from 'pg';
import type { SessionView } from '../views';

export interface Sessions {
  pool: { open: number; active: number; sessions: number; allowed: number };
  blocking: SessionView[];
  prepared: { name: string; since: string }[];
}

const LONG_SECONDS = 60;

/**
 * Who is connected to this database: figures of the pool, transactions that are open for more than a minute, and whoever
 * locks a table against readers. A role without pg_read_all_stats sees of others only that they are there.
 */
export async function describeSessions(client: pg.Client, poolName: string): Promise<Sessions> {
  const pool = await client.query<{ open: number; active: number; sessions: number; allowed: number }>(
    `SELECT count(*) FILTER (WHERE application_name = $1)::int AS open,
            count(*) FILTER (WHERE application_name = $1 AND state <> 'idle')::int AS active,
            count(*)::int AS sessions,
            pg_catalog.current_setting('max_connections')::int
              - pg_catalog.current_setting('superuser_reserved_connections')::int AS allowed
       FROM pg_catalog.pg_stat_activity
      WHERE datname = pg_catalog.current_database() AND backend_type = 'client backend'`,
    [poolName],
  );
  const [row] = pool.rows;
  return {
    pool: row ?? { open: 0, active: 0, sessions: 0, allowed: 0 },
    blocking: await blocking(client),
    prepared: await prepared(client),
  };
}

async function blocking(client: pg.Client): Promise<SessionView[]> {
  const { rows } = await client.query<
    Omit<SessionView, 'since' | 'seconds'> & { since: Date | null; seconds: number | null }
  >(
    `SELECT a.pid, nullif(a.application_name, '') AS application, a.usename AS "user",
            pg_catalog.host(a.client_addr) AS client, a.state, a.xact_start AS since,
            extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS seconds,
            coalesce(l.locks, '{}') AS locks
       FROM pg_catalog.pg_stat_activity a
       LEFT JOIN LATERAL (
         SELECT array_agg(DISTINCT n.nspname || '.' || c.relname ORDER BY n.nspname || '.' || c.relname) AS locks
           FROM pg_catalog.pg_locks k
           JOIN pg_catalog.pg_class c ON c.oid = k.relation
           JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE k.pid = a.pid AND k.locktype = 'relation' AND k.mode = 'AccessExclusiveLock' AND k.granted
            AND c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_'
            AND k.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
       ) l ON true
      WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
        AND (a.xact_start < clock_timestamp() - pg_catalog.make_interval(secs => ${LONG_SECONDS}) OR l.locks IS NOT NULL)
        AND a.backend_type = 'client backend'
      ORDER BY a.xact_start NULLS LAST LIMIT 20`,
  );
  return rows.map((row) => ({
    ...row,
    since: row.since?.toISOString() ?? null,
    seconds: Math.round(row.seconds ?? 0),
  }));
}

async function prepared(client: pg.Client): Promise<Sessions['prepared']> {
  const { rows } = await client.query<{ name: string; since: Date }>(
    `SELECT gid AS name, prepared AS since FROM pg_catalog.pg_prepared_xacts
      WHERE database = pg_catalog.current_database() ORDER BY prepared LIMIT 20`,
  );
  return rows.map(({ name, since }) => ({ name, since: since.toISOString() }));
}
