import type { Client } from 'pg';
import { failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { compareTables } from '../fingerprint/compare-tables';
import { fingerprintTables } from '../fingerprint/fingerprint-tables';
import { type TableFingerprint, tableKey } from '../fingerprint/table-fingerprint';
import { quoteTable } from '../table-name-text';
import { type CommitWords, commitOrAsk } from './commit-or-ask';
import { shapeObstacle } from './compare-shapes';
import { copyFailure, NOTHING_CHANGED } from './copy-failure';
import { beginCopy, rollBack } from './copy-rows';
import { keysToDrop } from './foreign-keys';
import { inspectLiveTables } from './live-tables';
import { findBrokenReference } from './reference-check';
import { replaceRows } from './replace-rows';
import { readTableShapes, type TableShape } from './table-shape';

export interface CopyIntoLiveOptions {
  /** By physical name. A partitioned table comes with all of its partitions. */
  tables: readonly TableName[];
  /** For each table that has to be locked. Default 5 000. */
  lockTimeoutMs?: number;
  signal?: AbortSignal;
  /** Before the rows of each table. */
  onTable?(table: TableName): void;
  /** Inside the transaction, when everything is in place: what it throws rolls all of it back. It commits nothing. */
  check?(live: Client): Promise<void>;
  /** The last moment at which the work can be cancelled. What it throws rolls back. */
  onCommit?(): Promise<void>;
  /** Asked on another connection where the answer to the COMMIT did not come. Without it the outcome is unknown then. */
  tookPlace?(): Promise<boolean>;
}

export interface CopiedTable extends TableName {
  /** Rows in the live table before and after. */
  before: number;
  after: number;
}

const COMMIT_WORDS: CommitWords = {
  rolledBack: `The server rolled the change back. ${NOTHING_CHANGED}`,
  unknown: 'The connection broke at the very end: the tables are either all restored or all as before.',
  hint: 'Read the plan again: it shows which.',
};

/** Tables whose rows move: a partitioned table has none of its own. */
const withRows = (tables: readonly TableName[], shapes: ReadonlyMap<string, TableShape>): TableName[] =>
  tables.filter((table) => shapes.get(tableKey(table))?.kind === 'r');

/** Throws the first reason why rows of the source do not go into the live tables. */
async function refuseObstacles(live: Client, tables: readonly TableName[], backup: ReadonlyMap<string, TableShape>) {
  const report = await inspectLiveTables(live, tables);
  const [obstacle] = report.obstacles;
  const reason = obstacle ?? shapeObstacle(tables, backup, await readTableShapes(live, tables));
  if (reason) throw reason;
  return report.keys;
}

async function compareWithSource(live: Client, expected: readonly TableFingerprint[]): Promise<void> {
  const methods = new Map(expected.map((table) => [tableKey(table), table.method]));
  const { same, reason } = compareTables(expected, await fingerprintTables(live, expected, { methods }));
  if (same) return;
  throw failure('CORRUPT', `The rows did not arrive as they are in the backup. ${reason} ${NOTHING_CHANGED}`, {
    hint: 'Restore the whole backup into a new database and look at the table there.',
  });
}

/** Reads what is to come, and refuses what cannot work, before anything in the live database is locked. */
async function prepare(live: Client, source: Client, tables: readonly TableName[], signal?: AbortSignal) {
  await beginCopy(source, 'read');
  const shapes = await readTableShapes(source, tables);
  await beginCopy(live, 'read');
  const keys = await refuseObstacles(live, tables, shapes);
  await live.query('COMMIT');
  const broken = await findBrokenReference(live, source, tables);
  if (broken) throw broken;
  const referencing = keysToDrop(keys, tables).map(({ child }) => child);
  return { shapes, referencing, expected: await fingerprintTables(source, withRows(tables, shapes), { signal }) };
}

/** All at once and in one order: two such restores cannot wait for each other. */
async function lockTables(live: Client, tables: readonly TableName[]): Promise<void> {
  const names = [...new Set(tables.map(quoteTable))].sort();
  if (names.length > 0) await live.query(`LOCK TABLE ONLY ${names.join(', ONLY ')} IN ACCESS EXCLUSIVE MODE`);
}

/**
 * Puts the rows of the chosen tables of `source`, a proven copy that nobody writes to, into the live tables: in one
 * transaction, which changes nothing but these tables and compares every one of them with the source before it commits.
 * Other sessions see all of it or nothing. Neither client is in a transaction; after a failure close both.
 *
 * Throws AppFailure, with nothing changed: CONFLICT (table missing, other structure, rows that other tables refer to,
 * rows that do not fit), NOT_FOUND (not in the source), UNSUPPORTED (rules, inheritance, row security, keys of partitioned
 * tables), FORBIDDEN (another owner), BUSY (locked), CORRUPT (did not arrive alike), CANCELLED, DATABASE_DOWN. Only where
 * `details.reason` is `outcome-unknown` the change may have been made.
 */
export async function copyIntoLive(live: Client, source: Client, options: CopyIntoLiveOptions): Promise<CopiedTable[]> {
  const { tables, lockTimeoutMs, signal, check, onCommit, tookPlace } = options;
  try {
    const { shapes, referencing, expected } = await prepare(live, source, tables, signal);
    await beginCopy(live, 'write', lockTimeoutMs);
    await lockTables(live, [...tables, ...referencing]);
    const keys = await refuseObstacles(live, tables, shapes);
    const copied = await replaceRows(live, source, { ...options, tables: withRows(tables, shapes), shapes, keys });
    await compareWithSource(live, expected);
    await check?.(live);
    await onCommit?.();
    await commitOrAsk(live, COMMIT_WORDS, tookPlace);
    return copied;
  } catch (thrown) {
    await rollBack(live);
    throw copyFailure(thrown, signal);
  }
}
