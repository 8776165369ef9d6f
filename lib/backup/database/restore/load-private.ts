import { availableParallelism } from 'node:os';
import type { ConnectionTarget } from '../connection-target';
import { cancelled, closeClient } from '../open-client';
import { openPrivate, type PrivateConnection } from './load-connection';
import { loadFailure } from './load-failure';
import type { LoadSummary, PrivateLoadOptions } from './load-options';
import { PrivateLoad } from './load-phases';
import { LoadWork } from './load-work';
import { LoadWorkers } from './load-workers';
import { PostDataQueue } from './post-data-queue';
import type { DumpPart } from './read-dump';

const MOST_JOBS = 4;

/**
 * Loads into a database that nobody else uses: definitions in one transaction, the rows of each table in one, then
 * indexes and constraints on several connections, those of an archive as soon as the rows of their tables are there. The
 * caller drops the database after a failure. Throws as `loadSql` does; the first failure is the one that is thrown.
 */
export async function loadPrivate(
  target: ConnectionTarget,
  parts: (signal: AbortSignal) => AsyncIterable<DumpPart>,
  options: PrivateLoadOptions,
): Promise<LoadSummary> {
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
  const failures: unknown[] = [];
  const fail = (thrown: unknown) => {
    failures.push(thrown);
    queue.stop();
    workers.stop();
    ended.abort();
  };
  const work = new LoadWork(options, { local: false });
  const { extensions: _, ...withoutExtensions } = options;
  const jobs = Math.max(1, options.jobs ?? Math.min(MOST_JOBS, availableParallelism()));
  const workers = new LoadWorkers(jobs, () => openPrivate(target, withoutExtensions, signal));
  const queue = new PostDataQueue({
    workers,
    run: ({ client, session }, sql) => work.statement(client, session, sql, false),
    onFailure: fail,
  });
  let main: PrivateConnection | null = null;
  let load: PrivateLoad | null = null;
  try {
    main = await openPrivate(target, options, signal);
    load = new PrivateLoad(main, { workers, queue, work, onFailure: fail });
    await load.begin(options.schemas ?? []);
    const { postData } = options;
    const reading = [load.definitionsAndRows(parts(signal), postData === undefined)];
    if (postData) reading.push(load.postData(postData, signal));
    const closing = await Promise.all(reading.map((part) => part.catch(fail)));
    await queue.idle();
    if (failures.length === 0) await load.close(closing.flatMap((statements) => statements ?? []));
  } catch (thrown) {
    fail(thrown);
  } finally {
    queue.stop();
    await queue.idle();
    await load?.settled();
    await workers.close();
    if (main) await closeClient(main.client);
  }
  if (failures.length === 0) return work.summary();
  if (options.signal?.aborted) throw cancelled(failures[0]);
  throw loadFailure(failures[0], { kind: 'COMMIT', table: null });
}
