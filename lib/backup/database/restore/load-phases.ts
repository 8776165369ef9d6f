import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { quoteTable } from '../table-name-text';
import { flushCommits, type PrivateConnection } from './load-connection';
import { loadFailure } from './load-failure';
import { createSchemas } from './load-into';
import { isClosing, type LoadWork } from './load-work';
import type { LoadWorkers } from './load-workers';
import { PostDataReader } from './post-data-job';
import type { PostDataQueue } from './post-data-queue';
import { settingName } from './post-data-settings';
import { type DumpPart, type RowsPart, readDump } from './read-dump';
import { statementKind, statementTable } from './statement-policy';

/** Belongs to the rows, wherever it stands. */
const SEQUENCE = /^SELECT pg_catalog\.setval\(/;

/** The rows are visible to all, once and for ever: nobody has to look at them again later. */
const frozen = (sql: string): string => {
  const options = / WITH \((ENCODING '\w+')\)$/.exec(sql);
  return options ? `${sql.slice(0, options.index)} WITH (FREEZE, ${options[1]})` : `${sql} WITH (FREEZE)`;
};

/** Transactions on one connection, begun as they are needed. */
class Transactions {
  #client: Client;
  #open = false;

  constructor(client: Client) {
    this.#client = client;
  }

  async begin(): Promise<void> {
    if (!this.#open) await this.#client.query('BEGIN');
    this.#open = true;
  }

  async commit(): Promise<void> {
    if (!this.#open) return;
    const { command } = await this.#client.query('COMMIT');
    if (command !== 'COMMIT') throw failure('INTERNAL', 'The server rolled a part of the load back.');
    this.#open = false;
  }
}

interface PrivateLoadParts {
  workers: LoadWorkers;
  queue: PostDataQueue;
  work: LoadWork;
  /** At once, so that nothing waits for what will not come. */
  onFailure(thrown: unknown): void;
}

/** The phases of one load into a private database: definitions, rows, what stands behind them, what closes it all. */
export class PrivateLoad {
  #work: LoadWork;
  #onFailure: PrivateLoadParts['onFailure'];
  #main: PrivateConnection;
  #transaction: Transactions;
  #workers: LoadWorkers;
  #queue: PostDataQueue;
  /** Ordinary tables that this load has made and not yet filled, by `tableKey`. */
  #fresh = new Set<string>();
  #settings = new Map<string, string>();
  #loading = new Set<Promise<void>>();
  #reader = new PostDataReader();
  #postDataBegan = false;

  constructor(main: PrivateConnection, { workers, queue, work, onFailure }: PrivateLoadParts) {
    this.#main = main;
    this.#transaction = new Transactions(main.client);
    this.#workers = workers;
    this.#queue = queue;
    this.#work = work;
    this.#onFailure = onFailure;
  }

  async begin(schemas: readonly string[]): Promise<void> {
    await this.#transaction.begin();
    await createSchemas(this.#main.client, schemas);
  }

  /** Reads definitions and rows; gives back what belongs behind everything. */
  async definitionsAndRows(parts: AsyncIterable<DumpPart>, isWhole: boolean): Promise<string[]> {
    const closing: string[] = [];
    for await (const part of parts) {
      if (part.kind === 'rows') {
        if (isWhole && (this.#postDataBegan || closing.length > 0)) await this.#catchUp(closing);
        if (this.#work.wantsRows(part)) await this.#startRows(part);
        else part.skip?.();
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
    if (!this.#work.skips(sql)) this.#queue.add(sql);
  }

  /** One after the other, in a transaction: privileges are given, views are filled. */
  async close(closing: readonly string[]): Promise<void> {
    await this.#transaction.begin();
    for (const sql of closing) await this.#statement(sql);
    await this.#work.giveAway(this.#main.client, true);
    await this.#transaction.commit();
    await this.#main.session.leave();
    await flushCommits(this.#main.client);
  }

  #statement(sql: string): Promise<void> {
    return this.#work.statement(this.#main.client, this.#main.session, sql, true);
  }

  async #definition(sql: string, settingsReachPostData: boolean): Promise<void> {
    await this.#allRows();
    await this.#transaction.begin();
    await this.#statement(sql);
    const setting = settingName(sql);
    if (setting !== null && !this.#work.skips(sql)) {
      this.#settings.set(setting, sql);
      if (settingsReachPostData) this.enqueue(sql);
    }
    const table = statementKind(sql).endsWith(' TABLE') && sql.startsWith('CREATE') ? statementTable(sql) : null;
    if (table && !/^CREATE FOREIGN|\bPARTITION BY\b/.test(sql)) this.#fresh.add(tableKey(table));
  }

  /** On the main connection, or beside others on one of the workers where the rows can wait for it. */
  async #startRows(part: RowsPart): Promise<void> {
    await this.#work.beforeRows(this.#main.session);
    await this.#transaction.commit();
    if (!part.skip) return this.#rows(this.#main, part);
    const worker = await this.#workers.take(new Map(this.#settings));
    const loading = this.#rows(worker, part, () => this.#workers.give(worker));
    this.#loading.add(loading);
    loading.then(
      () => this.#loading.delete(loading),
      // Told by `#allRows`.
      () => undefined,
    );
  }

  async #rows(connection: PrivateConnection, part: RowsPart, release = () => {}): Promise<void> {
    try {
      const transaction = new Transactions(connection.client);
      await transaction.begin();
      // Emptied in the same transaction: the rows can come in frozen and, with wal_level minimal, without a log.
      const fresh = this.#fresh.delete(tableKey(part.table));
      if (fresh) await this.#truncate(connection, part.table);
      await this.#work.rows(connection.client, connection.session, part, fresh ? frozen(part.sql) : part.sql);
      await transaction.commit();
    } catch (thrown) {
      this.#onFailure(thrown);
      throw thrown;
    } finally {
      release();
    }
    this.#queue.rowsLoaded(part.table);
  }

  async #truncate({ client }: PrivateConnection, table: TableName): Promise<void> {
    try {
      await client.query(`TRUNCATE TABLE ONLY ${quoteTable(table)}`);
    } catch (thrown) {
      throw loadFailure(thrown, { kind: 'COPY', table });
    }
  }

  /** Resolves when no rows are loaded any more, however that ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#loading);
  }

  async #allRows(): Promise<void> {
    await Promise.all(this.#loading);
  }

  async #endRows(): Promise<void> {
    await this.#allRows();
    await this.#transaction.commit();
    this.#postDataBegan = true;
    this.#queue.allRowsLoaded();
  }

  /** Rows behind what pg_dump writes last: no dump of ours, but nothing is lost by taking it in its order. */
  async #catchUp(closing: string[]): Promise<void> {
    await this.#queue.idle();
    await this.#transaction.begin();
    for (const sql of closing.splice(0)) await this.#statement(sql);
  }
}
