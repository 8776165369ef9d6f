import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { SeedTransaction } from './seed-plan';

const ROWS_PER_STATEMENT = 2_000;

/** Inserts and counts. What it throws names the table and has the driver's error as `cause`. */
export class RowWriter {
  readonly counts: Record<string, number> = {};

  constructor(private readonly transaction: SeedTransaction) {}

  /**
   * Each statement carries its rows as one JSON parameter: far faster than a parameter a value. All rows name the same
   * columns; a column that they leave out takes its default.
   */
  async insert<Table extends PgTable>(table: Table, rows: Table['$inferInsert'][]): Promise<void> {
    const name = getTableName(table);
    const columns = namedColumns(table, rows);
    const list = sql.join(
      columns.map(([, column]) => sql.identifier(column)),
      sql`, `,
    );
    try {
      for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
        const batch = rows.slice(start, start + ROWS_PER_STATEMENT).map((row) => physicalRow(columns, row));
        await this.transaction.execute(sql`insert into ${table} (${list})
          select ${list} from json_populate_recordset(null::${table}, ${JSON.stringify(batch)}::text::json)`);
      }
    } catch (cause) {
      throw new Error(`The table ${name} could not be filled.`, { cause });
    }
    this.counts[name] = (this.counts[name] ?? 0) + rows.length;
  }
}

type NamedColumn = [property: string, column: string];

function namedColumns(table: PgTable, rows: Record<string, unknown>[]): NamedColumn[] {
  const given = new Set(Object.keys(rows[0] ?? {}));
  return Object.entries(getTableColumns(table))
    .filter(([property]) => given.has(property))
    .map(([property, column]) => [property, column.name]);
}

function physicalRow(columns: NamedColumn[], row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(columns.map(([property, column]) => [column, row[property] ?? null]));
}
