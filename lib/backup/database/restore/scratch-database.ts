import { setTimeout as delay } from 'node:timers/promises';
import { type Client, DatabaseError, escapeLiteral } from 'pg';
import { AppFailure, failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { cancelled, closeClient, openClient } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import { quoteIdentifier } from '../table-name-text';
import { type DatabaseLocale, localeChoices } from './database-locale';

/** Every scratch database has a name that begins so. */
export const SCRATCH_PREFIX = 'bk_scratch_';
/** The comment that makes a database ours. Behind it stands the moment of its making, by the clock of the server. */
export const SCRATCH_MARKER = 'Scratch database of Backup & Recovery, safe to drop, made ';
/** A server that restarts is away for so long at most; whoever waits for the end of a run waits as well. */
const DROP_PATIENCE_MS = 25_000;
const DROP_PAUSE_MS = 250;

/** Name of the session that makes it: the server goes on with it after its client has died. */
export const creatingSession = (name: string): string => `backup ${name}`;
export const scratchName = (id: string): string => `${SCRATCH_PREFIX}${id.toLowerCase()}`;

const isState = (thrown: unknown, state: string): boolean => thrown instanceof DatabaseError && thrown.code === state;

/**
 * Not bound to a signal: a connection that is cut off while it makes a database would leave one that nobody knows of,
 * and a cancelled run cleans up too.
 */
export async function onServer<T>(
  server: ConnectionTarget,
  work: (client: Client) => Promise<T>,
  applicationName = 'backup scratch',
): Promise<T> {
  const client = await openClient(server, { applicationName });
  try {
    return await work(client);
  } catch (thrown) {
    throw postgresFailure(thrown);
  } finally {
    await closeClient(client);
  }
}

async function createLike(client: Client, name: string, like: DatabaseLocale, owner: string | null): Promise<void> {
  const choices = await localeChoices(client, like);
  const owned = owner === null ? '' : ` OWNER ${quoteIdentifier(owner)}`;
  for (const [index, options] of choices.entries()) {
    try {
      await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0${owned} ${options}`);
      return;
    } catch (thrown) {
      // 42809, 22023: this server has no such locale. Any other error, or no choice left, is the answer.
      const unknownLocale = isState(thrown, '42809') || isState(thrown, '22023');
      if (!unknownLocale || index === choices.length - 1) throw thrown;
    }
  }
}

async function create(client: Client, name: string, like: DatabaseLocale, owner: string | null): Promise<void> {
  try {
    await createLike(client, name, like, owner);
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
    `COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${escapeLiteral(`${SCRATCH_MARKER}${rows[0]?.now ?? ''}`)}`,
  );
  await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${quoteIdentifier(name)} FROM PUBLIC`);
}

/** Removes a scratch database, sessions and all. A server that is away for a moment is asked again until it answers. */
export async function dropScratchDatabase(server: ConnectionTarget, name: string): Promise<void> {
  const giveUpAt = performance.now() + DROP_PATIENCE_MS;
  for (;;) {
    try {
      await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`));
      return;
    } catch (thrown) {
      const { error } = postgresFailure(thrown);
      if (error.code === 'DATABASE_DOWN' && error.retryable && performance.now() < giveUpAt) {
        await delay(DROP_PAUSE_MS);
        continue;
      }
      throw failure(error.code, `The scratch database ${name} could not be removed. ${error.message}`, {
        hint: `It holds a copy of the site. Run on its server: DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE);`,
        cause: thrown,
      });
    }
  }
}

export interface ScratchOptions {
  /** Unique, so that nothing else is ever dropped: the id of the run. */
  id: string;
  signal?: AbortSignal;
  like: DatabaseLocale;
  /** Role that owns the database. Default: the role that connects. */
  owner?: string | null;
}

/** A private database while it is worked on. */
export interface ScratchDatabase {
  target: ConnectionTarget;
  /** Call once it stands under another name: it is then nobody's to remove. */
  release(): void;
}

/**
 * Runs `work` on a new, empty database that only its owner may enter, and removes the database whatever happens, unless
 * `work` released it. `server` is any database of the server that the role may connect to.
 *
 * Throws AppFailure: UNSUPPORTED for a role without CREATEDB, CONFLICT where the database exists, what `work` throws.
 * Where `work` failed and the removal fails too, the failure of `work` is thrown and its hint says what is left.
 */
export async function withScratchDatabase<T>(
  server: ConnectionTarget,
  options: ScratchOptions,
  work: (target: ConnectionTarget, scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const { id, signal, like, owner = null } = options;
  if (signal?.aborted) throw cancelled();
  const name = scratchName(id);
  let ours = true;
  const release = () => {
    ours = false;
  };
  const attempt = async (): Promise<T> => {
    const creating = (client: Client) =>
      create(client, name, like, owner).catch((thrown: unknown) => {
        if (!isState(thrown, '42P04')) throw thrown;
        release();
        throw failure('CONFLICT', `The scratch database ${name} exists already.`, { cause: thrown });
      });
    await onServer(server, creating, creatingSession(name));
    if (signal?.aborted) throw cancelled();
    const target = { ...server, database: name };
    return work(target, { target, release });
  };
  const [outcome] = await Promise.allSettled([attempt()]);
  if (ours) {
    await dropScratchDatabase(server, name).catch((thrown: unknown) => {
      if (outcome.status === 'fulfilled' || !(thrown instanceof AppFailure)) throw thrown;
      throw besides(outcome.reason, thrown);
    });
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** The failure of the work, with what is left behind as part of its next step. */
function besides(work: unknown, removal: AppFailure): AppFailure {
  const causes = new AggregateError([work, removal.cause]);
  if (!(work instanceof AppFailure)) return new AppFailure(removal.error, { cause: causes });
  const hint = [work.error.hint, removal.error.message, removal.error.hint].filter(Boolean).join(' ');
  return new AppFailure({ ...work.error, hint }, { cause: causes });
}
