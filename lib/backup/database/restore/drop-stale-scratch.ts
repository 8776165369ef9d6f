import type { ConnectionTarget } from '../connection-target';
import {
  creatingSession,
  dropScratchDatabase,
  onServer,
  SCRATCH_MARKER,
  SCRATCH_PREFIX,
  scratchName,
} from './scratch-database';

/** How long the end of a session that is creating one is waited for. */
const STILL_CREATING_MS = 10_000;

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * Removes scratch databases that nobody works in: those with our comment, made longer ago than `olderThanMs` by the
 * server's clock, and those of a run that `endedAmong` names, but not of the runs in `except`. Returns their names.
 */
export async function dropStaleScratchDatabases(
  server: ConnectionTarget,
  options: {
    except: readonly string[];
    olderThanMs: number;
    /** Given the ids of runs, in small letters as they stand in names: the ones known to have ended. */
    endedAmong?(ids: readonly string[]): Promise<ReadonlySet<string>>;
  },
): Promise<string[]> {
  const found = await onServer(server, (client) =>
    client.query<{ name: string; comment: string | null; now: Date }>(
      `select d.datname as name, pg_catalog.shobj_description(d.oid, 'pg_database') as comment, now() as now
       from pg_catalog.pg_database d
       where pg_catalog.starts_with(d.datname, $1)
       order by d.datname`,
      [SCRATCH_PREFIX],
    ),
  );
  const spared = new Set(options.except.map(scratchName));
  const idOf = (name: string) => name.slice(SCRATCH_PREFIX.length);
  const ended = (await options.endedAmong?.(found.rows.map(({ name }) => idOf(name)))) ?? new Set<string>();
  const stale = found.rows.filter(({ name, comment, now }) => {
    const moment = comment?.startsWith(SCRATCH_MARKER) ? comment.slice(SCRATCH_MARKER.length) : '';
    const isOld = MOMENT.test(moment) && now.getTime() - Date.parse(moment) > options.olderThanMs;
    return (isOld || ended.has(idOf(name))) && !spared.has(name);
  });
  for (const { name } of stale) await dropScratchDatabase(server, name);
  return stale.map(({ name }) => name);
}

/**
 * Removes the scratch database of one lost run, at once. Returns whether there was one. The name holds the random id of
 * the run, so it is ours even where the process was killed before it could write the comment.
 */
export async function dropScratchOfRun(server: ConnectionTarget, runId: string): Promise<boolean> {
  const name = scratchName(runId);
  const { rowCount } = await onServer(server, async (client) => {
    // The server finishes a CREATE DATABASE whose client is dead: without this the database would come after the look.
    await client.query(
      `select pg_catalog.pg_terminate_backend(pid, $2) from pg_catalog.pg_stat_activity
       where usename = current_user and application_name = $1`,
      [creatingSession(name), STILL_CREATING_MS],
    );
    return client.query('select from pg_catalog.pg_database where datname = $1', [name]);
  });
  if (!rowCount) return false;
  await dropScratchDatabase(server, name);
  return true;
}
