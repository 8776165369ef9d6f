import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { AppFailure, failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { closeClient, openClient } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import { quoteIdentifier } from '../table-name-text';
import { commentStatement } from './kept-database';
import { databaseExists } from './restored-database';

export interface SwapRequest {
  /** The live database: its server, its role and its name. */
  live: ConnectionTarget;
  /** Another database of the server, which the swap is driven from. */
  maintenance: ConnectionTarget;
  /** Name of the database that goes live. Nobody is connected to it. */
  incoming: string;
  /** Name under which the present one is kept, and its comment there. */
  keepAs: string;
  keptComment: string;
  /** Comment of the new live database. */
  liveComment: string | null;
  /**
   * Copies what must not be rewound from the live database to the incoming one, and closes its own connections. Given a
   * transaction on the live database that stays open until no session can write there any more.
   */
  carryOver(live: Client): Promise<void>;
}

export interface SwapOutcome {
  /** From the moment at which nobody could connect to the moment at which the new database answers. Milliseconds. */
  stallMs: number;
}

const TRIES = 3;
const LOOK_MS = 4;
/** The server itself gives up after 5 s when a session stays. */
const PATIENCE_MS = 8_000;

/**
 * Puts `incoming` in the place of the live database, in one transaction: a process or a server that dies leaves either
 * the old one or the new one under the name, never none. Sessions of the old one are ended; those that come meanwhile
 * wait.
 *
 * The order keeps writes from being lost: `carryOver` runs while its tables are locked against writers; only then new
 * connections are held back, all other sessions are ended, and last the one that holds the lock.
 *
 * Throws AppFailure: BUSY where a session cannot be ended, FORBIDDEN where the role does not own the database. The live
 * database is then as it was.
 */
export async function swapDatabases(request: SwapRequest): Promise<SwapOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await swapOnce(request);
    } catch (thrown) {
      const reported = swapFailure(thrown);
      if (!reported.error.retryable || attempt === TRIES) throw reported;
    }
  }
}

async function swapOnce(request: SwapRequest): Promise<SwapOutcome> {
  const { live: liveTarget, maintenance } = request;
  const clients: Client[] = [];
  const connect = async (target: ConnectionTarget, applicationName: string) => {
    const client = await openClient(target, { applicationName });
    clients.push(client);
    return client;
  };
  try {
    const mover = await connect(maintenance, 'backup swap');
    const guard = await connect(maintenance, 'backup swap guard');
    const live = await connect(liveTarget, 'backup carry-over');
    await request.carryOver(live);
    await mover.query("BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '15s'");
    const waiting = `${request.incoming.slice(0, 50)}_next`;
    // First the incoming one, which holds nobody up: what still works on it, like autovacuum, is sent away here.
    await rename(mover, request.incoming, waiting);
    const began = await holdLive(mover, guard, live, request);
    await rename(mover, waiting, liveTarget.database);
    await mover.query(commentStatement(request.keepAs, request.keptComment));
    await mover.query(commentStatement(liveTarget.database, request.liveComment));
    await commit(mover, request);
    return { stallMs: Math.round(performance.now() - began) };
  } finally {
    // Without COMMIT the server rolls back.
    await Promise.all(clients.map(closeClient));
  }
}

/** A connection that breaks at the very end leaves open what happened: the names on the server tell. */
async function commit(mover: Client, { maintenance, keepAs }: SwapRequest): Promise<void> {
  try {
    await mover.query('COMMIT');
  } catch (thrown) {
    const client = await openClient(maintenance, { applicationName: 'backup swap' });
    try {
      if (!(await databaseExists(client, keepAs))) throw thrown;
    } finally {
      await closeClient(client);
    }
  }
}

const rename = (client: Client, from: string, to: string) =>
  client.query(`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);

/** Renames the live database away. Its lock stops new connections first; then the sessions inside are ended. */
async function holdLive(mover: Client, guard: Client, live: Client, request: SwapRequest): Promise<number> {
  const pidOf = async (client: Client) =>
    (await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
  const [moverPid, livePid] = [await pidOf(mover), await pidOf(live)];
  const name = request.live.database;
  let settled = false;
  const renamed = rename(mover, name, request.keepAs).finally(() => {
    settled = true;
  });
  renamed.catch(() => undefined);
  const deadline = performance.now() + PATIENCE_MS;
  const until = async (condition: () => Promise<boolean>) => {
    while (!settled && performance.now() < deadline && !(await condition())) await delay(LOOK_MS);
  };
  await until(() => holdsDatabase(guard, moverPid, name));
  const began = performance.now();
  try {
    await until(async () => (await endSessions(guard, name, livePid)) === 0);
    await closeClient(live);
    await renamed;
    return began;
  } catch (thrown) {
    // The mover waits for a session that will not go: it must not hold the site up any longer.
    if (!settled) await guard.query('select pg_catalog.pg_cancel_backend($1)', [moverPid]);
    throw thrown;
  }
}

async function holdsDatabase(guard: Client, pid: number, name: string): Promise<boolean> {
  const { rowCount } = await guard.query(
    `select from pg_catalog.pg_locks l join pg_catalog.pg_database d on d.oid = l.objid
     where l.locktype = 'object' and l.classid = 'pg_catalog.pg_database'::pg_catalog.regclass and l.granted
       and l.mode = 'AccessExclusiveLock' and l.pid = $1 and d.datname = $2`,
    [pid, name],
  );
  return Boolean(rowCount);
}

/** Ends every session of the database but one; tells how many are still there. */
async function endSessions(guard: Client, name: string, except: number): Promise<number> {
  const { rowCount } = await guard.query(
    `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where datname = $1 and pid <> $2`,
    [name, except],
  );
  return rowCount ?? 0;
}

function swapFailure(thrown: unknown): AppFailure {
  if (thrown instanceof AppFailure) return thrown;
  const sqlState = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (sqlState === '42501') {
    return failure('FORBIDDEN', 'The role may not put another database in the place of the live one.', {
      hint: 'It must own the live database and may not be held up by sessions of a superuser. Nothing was changed.',
      cause: thrown,
    });
  }
  if (sqlState === '55006' || sqlState === '57014' || sqlState === '55P03') {
    return failure('BUSY', 'A session of the live database would not end, so nothing was swapped.', {
      hint: 'Close other programs that are connected to it, then restore again. The site was not changed.',
      cause: thrown,
    });
  }
  return postgresFailure(thrown);
}
