import { type Client, DatabaseError, escapeLiteral } from 'pg';
import { AppFailure, failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { cancelled, closeClient, openClient } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import { quoteIdentifier } from '../table-name-text';
import { type DatabaseLocale, localeChoices } from './database-locale';

const PREFIX = 'bk_scratch_';
/** The comment that makes a database ours. Behind it stands the moment of its making, by the clock of the server. */
const MARKER = 'Scratch database of Backup & Recovery, safe to drop, made ';
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const DROP_ATTEMPTS = 3;

const scratchName = (id: string): string => `${PREFIX}${id.toLowerCase()}`;

const isState = (thrown: unknown, state: string): boolean => thrown instanceof DatabaseError && thrown.code === state;

/**
 * Not bound to a signal: a connection that is cut off while it makes a database would leave one that nobody knows of,
 * and a cancelled run cleans up too.
 */
async function onServer<T>(server: ConnectionTarget, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(server, { applicationName: 'backup scratch' });
  try {
    return await work(client);
  } catch (thrown) {
    throw postgresFailure(thrown);
  } finally {
    await closeClient(client);
  }
}

async function createLike(client: Client, name: string, like: DatabaseLocale): Promise<void> {
  const choices = await localeChoices(client, like);
  for (const [index, options] of choices.entries()) {
    try {
      await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ${options}`);
      return;
    } catch (thrown) {
      // 42809, 22023: this server has no such locale. Any other error, or no choice left, is the answer.
      const unknownLocale = isState(thrown, '42809') || isState(thrown, '22023');
      if (!unknownLocale || index === choices.length - 1) throw thrown;
    }
  }
}

async function create(client: Client, name: string, like: DatabaseLocale): Promise<void> {
  try {
    await createLike(client, name, like);
  } catch (thrown) {
    if (!isState(thrown, '42501')) throw thrown;
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    throw failure('UNSUPPORTED', 'The role of the database may not create a scratch database.', {
      hint: `Let a superuser run: ALTER ROLE ${quoteIdentifier(rows[0]?.role ?? '')} CREATEDB; or set BACKUP_SCRATCH_DATABASE_URL to a server where the role may.`,
      cause: thrown,
    });
  }
  const { rows } = await client.query<{ now: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now`,
  );
  await client.query(
    `COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${escapeLiteral(`${MARKER}${rows[0]?.now ?? ''}`)}`,
  );
  await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${quoteIdentifier(name)} FROM PUBLIC`);
}

/** A server that restarts is asked again. */
async function drop(server: ConnectionTarget, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`));
      return;
    } catch (thrown) {
      const { error } = postgresFailure(thrown);
      if (attempt < DROP_ATTEMPTS && error.retryable) continue;
      throw failure(error.code, `The scratch database ${name} could not be removed. ${error.message}`, {
        hint: `It holds a copy of the site. Run on its server: DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE);`,
        cause: thrown,
      });
    }
  }
}

/**
 * Runs `work` on a new, empty database that only its owner may enter, and removes the database whatever happens.
 * `server` is any database of the server that the role may connect to. `id` is unique, so nothing else is ever dropped.
 *
 * Throws AppFailure: UNSUPPORTED for a role without CREATEDB, CONFLICT where the database exists, what `work` throws.
 * Where the removal fails, that is thrown, with the failure of `work` as part of its cause.
 */
export async function withScratchDatabase<T>(
  server: ConnectionTarget,
  options: { id: string; signal?: AbortSignal; like: DatabaseLocale },
  work: (scratch: ConnectionTarget) => Promise<T>,
): Promise<T> {
  const { id, signal, like } = options;
  if (signal?.aborted) throw cancelled();
  const name = scratchName(id);
  let taken = false;
  const attempt = async (): Promise<T> => {
    await onServer(server, (client) =>
      create(client, name, like).catch((thrown: unknown) => {
        if (!isState(thrown, '42P04')) throw thrown;
        taken = true;
        throw failure('CONFLICT', `The scratch database ${name} exists already.`, { cause: thrown });
      }),
    );
    if (signal?.aborted) throw cancelled();
    return work({ ...server, database: name });
  };
  const [outcome] = await Promise.allSettled([attempt()]);
  if (!taken) {
    await drop(server, name).catch((thrown: unknown) => {
      if (outcome.status === 'fulfilled' || !(thrown instanceof AppFailure)) throw thrown;
      throw new AppFailure(thrown.error, { cause: new AggregateError([outcome.reason, thrown.cause]) });
    });
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/**
 * Removes scratch databases that a killed process left behind: those with our comment, made longer ago than
 * `olderThanMs` by the server's clock, and not of the runs in `except`. Returns their names.
 */
export async function dropStaleScratchDatabases(
  server: ConnectionTarget,
  options: { except: readonly string[]; olderThanMs: number },
): Promise<string[]> {
  const found = await onServer(server, (client) =>
    client.query<{ name: string; comment: string; now: Date }>(
      `select d.datname as name, pg_catalog.shobj_description(d.oid, 'pg_database') as comment, now() as now
       from pg_catalog.pg_database d
       where pg_catalog.starts_with(d.datname, $1)
         and pg_catalog.starts_with(pg_catalog.shobj_description(d.oid, 'pg_database'), $2)
       order by d.datname`,
      [PREFIX, MARKER],
    ),
  );
  const spared = new Set(options.except.map(scratchName));
  const stale = found.rows.filter(({ name, comment, now }) => {
    const moment = comment.slice(MARKER.length);
    const age = now.getTime() - Date.parse(moment);
    return MOMENT.test(moment) && age > options.olderThanMs && !spared.has(name);
  });
  for (const { name } of stale) await drop(server, name);
  return stale.map(({ name }) => name);
}
