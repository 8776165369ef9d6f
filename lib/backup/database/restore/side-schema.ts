import { type Client, DatabaseError, escapeLiteral } from 'pg';
import { failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { compareTables } from '../fingerprint/compare-tables';
import { fingerprintTables } from '../fingerprint/fingerprint-tables';
import { tableKey } from '../fingerprint/table-fingerprint';
import { displayTable, quoteIdentifier, quoteTable } from '../table-name-text';
import { copyFailure, rowsRefused } from './copy-failure';
import { beginCopy, copyRows, rollBack } from './copy-rows';
import { sideColumnTypes } from './side-columns';
import { readTableShapes, type TableShape } from './table-shape';

export interface SideSchemaOptions {
  tables: readonly TableName[];
  /** New schema of the live database, `restored_20261124_053410`. */
  schema: string;
  /** Says in the database where the tables come from. */
  comment: string;
  signal?: AbortSignal;
  onTable?(table: TableName): void;
}

export interface SideTable extends TableName {
  /** Where it is now, in the new schema. */
  side: TableName;
  rows: number;
  /** Columns that are text here because the live database does not have their type. */
  asText: string[];
}

async function createSchema(live: Client, { schema, comment }: SideSchemaOptions): Promise<void> {
  const { rows } = await live.query<{ may: boolean; grant: string }>(
    `select has_database_privilege(current_database(), 'CREATE') as may,
            format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user) as grant`,
  );
  if (!rows[0]?.may) {
    throw failure('FORBIDDEN', 'The role of the site may not create a schema in the live database.', {
      hint: `Let the owner of the database run: ${rows[0]?.grant}`,
    });
  }
  const identity = quoteIdentifier(schema);
  await live.query(`CREATE SCHEMA ${identity}`).catch((thrown: unknown) => {
    if (!(thrown instanceof DatabaseError) || thrown.code !== '42P06') throw thrown;
    const message = `The live database has a schema ${schema} already.`;
    throw failure('CONFLICT', message, { hint: 'Try again, or remove that schema.', cause: thrown });
  });
  await live.query(`COMMENT ON SCHEMA ${identity} IS ${escapeLiteral(comment)}`);
}

/** The table's own name, with its schema before it where two chosen tables share one. */
function sideNames(tables: readonly TableName[], schema: string): TableName[] {
  const shared = (name: string) => tables.filter((table) => table.name === name).length > 1;
  return tables.map((table) => ({
    schema,
    name: shared(table.name) && table.schema !== 'public' ? `${table.schema}_${table.name}` : table.name,
  }));
}

async function copyTable(live: Client, source: Client, shape: TableShape, side: TableName): Promise<SideTable> {
  const types = await sideColumnTypes(live, shape);
  const columns = types.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
  await live.query(`CREATE TABLE ${quoteTable(side)} (${columns.join(', ')})`);
  const rows = await copyRows(source, live, { from: shape, into: side, columns: types.map(({ name }) => name) });
  if (shape.primaryKey) {
    await live.query(
      `ALTER TABLE ${quoteTable(side)} ADD PRIMARY KEY (${shape.primaryKey.map(quoteIdentifier).join(', ')})`,
    );
  }
  const asText = types.filter(({ asText }) => asText).map(({ name }) => name);
  return { schema: shape.schema, name: shape.name, side, rows, asText };
}

async function compareWithSource(live: Client, source: Client, copied: readonly SideTable[], signal?: AbortSignal) {
  const originals = await fingerprintTables(source, copied, { signal });
  const expected = originals.map((table, at) => ({ ...table, ...copied[at]?.side }));
  const methods = new Map(expected.map((table) => [tableKey(table), table.method]));
  const sides = copied.map(({ side }) => side);
  const { same, reason } = compareTables(expected, await fingerprintTables(live, sides, { signal, methods }));
  if (same) return;
  throw failure('CORRUPT', `The rows did not arrive as they are in the backup. ${reason} Nothing was kept.`, {
    hint: 'Restore the whole backup into a new database and look at the table there.',
  });
}

/**
 * Copies the chosen tables of `source`, a proven copy that nobody writes to, into a new schema of the live database:
 * columns, rows and primary keys, for looking. In one transaction, and compared before it commits: a column that became
 * text prints the same, so the comparison is exact for every table. Neither client is in a transaction; after a failure
 * close both.
 *
 * Throws AppFailure, with nothing left behind: NOT_FOUND (not in the source), CONFLICT (the schema exists), FORBIDDEN
 * (no CREATE on the database), CORRUPT (did not arrive alike), CANCELLED, DATABASE_DOWN.
 */
export async function copyIntoSideSchema(
  live: Client,
  source: Client,
  options: SideSchemaOptions,
): Promise<SideTable[]> {
  const { tables, schema, signal, onTable } = options;
  let current: TableName | undefined;
  try {
    await beginCopy(source, 'read');
    const shapes = await readTableShapes(source, tables);
    const missing = tables.find((table) => !shapes.has(tableKey(table)));
    if (missing) throw failure('NOT_FOUND', `The backup does not hold the table ${displayTable(missing)}.`);
    await beginCopy(live, 'write');
    await createSchema(live, options);
    const chosen = tables.flatMap((table) => shapes.get(tableKey(table)) ?? []).filter(({ kind }) => kind === 'r');
    const copied: SideTable[] = [];
    for (const [at, side] of sideNames(chosen, schema).entries()) {
      const shape = chosen[at];
      if (!shape) continue;
      current = shape;
      onTable?.({ schema: shape.schema, name: shape.name });
      copied.push(await copyTable(live, source, shape, side));
    }
    current = undefined;
    await compareWithSource(live, source, copied, signal);
    await live.query('COMMIT');
    return copied;
  } catch (thrown) {
    await rollBack(live);
    throw copyFailure(current ? rowsRefused(thrown, current) : thrown, signal);
  }
}
