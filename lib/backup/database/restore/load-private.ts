import { availableParallelism } from 'node:os';
import { failure } from '../../kernel/app-error';
import type { ConnectionTarget, TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { cancelled, closeClient } from '../open-client';
import { quoteTable } from '../table-name-text';
import { flushCommits, openPrivate, type PrivateConnection } from './load-connection';
import { loadFailure } from './load-failure';
import { createSchemas } from './load-into';
import type { LoadSummary, PrivateLoadOptions } from './load-options';
import { isClosing, LoadWork } from './load-work';
import { PostDataReader } from './post-data-job';
import { PostDataQueue } from './post-data-queue';
import { settingName } from './post-data-settings';
import { type DumpPart, readDump } from './read-dump';
import { statementKind, statementTable } from './statement-policy';

const MOST_JOBS = 4;
/** Belongs to the rows, wherever it stands. */
const SEQUENCE = /^SELECT pg_catalog\.setval\(/;

/** The rows are visible to all, once and for ever: nobody has to look at them again later. */
const frozen = (sql: string): string => {
  const options = / WITH \((ENCODING '\w+')\)$/.exec(sql);
  return options ? `${sql.slice(0, options.index)} WITH (FREEZE, ${options[1]})` : `${sql} WITH (FREEZE)`;
};

class PrivateLoad {
  readonly work: LoadWork;
  #main: PrivateConnection;
  #queue: PostDataQueue;
  #inTransaction = false;
  /** Ordinary tables that this load has made and not yet filled, by `tableKey`. */
  #fresh = new Set<string>();
  #reader = new PostDataReader();
  #postDataBegan = false;

  constructor(main: PrivateConnection, queue: PostDataQueue, work: LoadWork) {
    this.#main = main;
    this.#queue = queue;
    this.work = work;
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction) await this.#main.client.query('BEGIN');
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    if (!this.#inTransaction) return;
    const { command } = await this.#main.client.query('COMMIT');
    if (command !== 'COMMIT') throw failure('INTERNAL', 'The server rolled a part of the load back.');
    this.#inTransaction = false;
  }

  /** Reads definitions and rows; gives back what belongs behind everything. */
  async definitionsAndRows(parts: AsyncIterable<DumpPart>, isWhole: boolean): Promise<string[]> {
    const closing: string[] = [];
    for await (const part of parts) {
      if (part.kind === 'rows') {
        if (isWhole && (this.#postDataBegan || closing.length > 0)) await this.#catchUp(closing);
        if (this.work.wantsRows(part)) await this.#rows(part);
      } else if ((closing.length > 0 && !SEQUENCE.test(part.sql)) || isClosing(part.sql)) closing.push(part.sql);
      else if (isWhole && (this.#postDataBegan || this.#reader.opens(part.sql))) {
        if (!this.#postDataBegan) await this.#endRows();
        this.enqueue(part.sql);
      } else await this.#definition(part.sql, isWhole);
    }
    await this.#endRows();
    return closing;
  }

  /** Reads what stands behind the rows; gives back what belongs behind everything. */
  async postData(sql: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string[]> {
    const closing: string[] = [];
    for await (const part of readDump(sql, signal)) {
      if (part.kind === 'rows') throw failure('INTERNAL', 'Rows among the indexes of an archive.');
      if (closing.length > 0 || isClosing(part.sql)) closing.push(part.sql);
      else this.enqueue(part.sql);
    }
    return closing;
  }

  enqueue(sql: string): void {
    if (!this.work.skips(sql)) this.#queue.add(sql);
  }

  /** One after the other, in a transaction: privileges are given, views are filled. */
  async close(closing: readonly string[]): Promise<void> {
    await this.begin();
    for (const sql of closing) await this.#statement(sql);
    await this.work.giveAway(this.#main.client, true);
    await this.commit();
    await this.#main.session.leave();
    await flushCommits(this.#main.client);
  }

  #statement(sql: string): Promise<void> {
    return this.work.statement(this.#main.client, this.#main.session, sql, true);
  }

  async #definition(sql: string, settingsReachPostData: boolean): Promise<void> {
    await this.begin();
    await this.#statement(sql);
    if (settingsReachPostData && settingName(sql) !== null) this.enqueue(sql);
    const table = statementKind(sql).endsWith(' TABLE') && sql.startsWith('CREATE') ? statementTable(sql) : null;
    if (table && !/^CREATE FOREIGN|\bPARTITION BY\b/.test(sql)) this.#fresh.add(tableKey(table));
  }

  async #rows(part: Parameters<LoadWork['rows']>[2]): Promise<void> {
    const { client, session } = this.#main;
    await this.commit();
    await this.begin();
    // Emptied in the same transaction: the rows can come in frozen and, with wal_level minimal, without a log.
    const fresh = this.#fresh.delete(tableKey(part.table));
    if (fresh) await this.#truncate(part.table);
    await this.work.rows(client, session, part, fresh ? frozen(part.sql) : part.sql);
    await this.commit();
    this.#queue.rowsLoaded(part.table);
  }

  async #truncate(table: TableName): Promise<void> {
    try {
      await this.#main.client.query(`TRUNCATE TABLE ONLY ${quoteTable(table)}`);
    } catch (thrown) {
      throw loadFailure(thrown, { kind: 'COPY', table });
    }
  }

  async #endRows(): Promise<void> {
    await this.commit();
    this.#postDataBegan = true;
    this.#queue.allRowsLoaded();
  }

  /** Rows behind what pg_dump writes last: no dump of ours, but nothing is lost by taking it in its order. */
  async #catchUp(closing: string[]): Promise<void> {
    await this.#queue.idle();
    await this.begin();
    for (const sql of closing.splice(0)) await this.#statement(sql);
  }
}

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
    ended.abort();
  };
  const work = new LoadWork(options, { local: false });
  const { extensions: _, ...withoutExtensions } = options;
  const queue = new PostDataQueue({
    jobs: Math.max(1, options.jobs ?? Math.min(MOST_JOBS, availableParallelism())),
    open: () => openPrivate(target, withoutExtensions, signal),
    run: ({ client, session }, sql) => work.statement(client, session, sql, false),
    onFailure: fail,
  });
  let main: PrivateConnection | null = null;
  try {
    main = await openPrivate(target, options, signal);
    const load = new PrivateLoad(main, queue, work);
    await load.begin();
    await createSchemas(main.client, options.schemas ?? []);
    const { postData } = options;
    const reading = [load.definitionsAndRows(parts(signal), postData === undefined)];
    if (postData) reading.push(load.postData(postData, signal));
    const closing = await Promise.all(reading.map((part) => part.catch(fail)));
    await queue.idle();
    if (failures.length === 0) await load.close(closing.flatMap((statements) => statements ?? []));
  } catch (thrown) {
    fail(thrown);
  } finally {
    await queue.close();
    if (main) await closeClient(main.client);
  }
  if (failures.length === 0) return work.summary();
  if (options.signal?.aborted) throw cancelled(failures[0]);
  throw loadFailure(failures[0], { kind: 'COMMIT', table: null });
}
