import type { TableName } from '../connection-target';
import { tableKey } from '../fingerprint/table-fingerprint';
import { IDENTIFIER, QUALIFIED_NAME, readName, unquoteName } from './dump-names';
import { foreignKey } from './statement-policy';

/** Tables by `tableKey`, with what else may go on there at the same time: `share` other ones that share. */
export type JobLocks = ReadonlyMap<string, 'share' | 'exclusive'>;

const KEY = new RegExp(
  `^ALTER TABLE ONLY ${QUALIFIED_NAME}\\s+ADD CONSTRAINT (${IDENTIFIER}) (?:PRIMARY KEY|UNIQUE|EXCLUDE)\\b`,
  'u',
);
const INDEX = new RegExp(`^CREATE (?:UNIQUE )?INDEX (${IDENTIFIER}) ON (?:ONLY )?${QUALIFIED_NAME} `, 'u');
const MARK = new RegExp(`^ALTER TABLE ONLY ${QUALIFIED_NAME} (?:CLUSTER ON|REPLICA IDENTITY USING INDEX) `, 'u');
const ON_CONSTRAINT = new RegExp(`^COMMENT ON CONSTRAINT ${IDENTIFIER} ON ${QUALIFIED_NAME} IS `, 'u');
const ON_INDEX = new RegExp(`^(?:COMMENT ON INDEX|ALTER INDEX) ${QUALIFIED_NAME} (?:IS|ALTER COLUMN) `, 'u');

const locks = (...entries: [TableName, 'share' | 'exclusive'][]): JobLocks =>
  new Map(entries.map(([table, mode]) => [tableKey(table), mode]));

/** Tells which statements behind the rows may run beside others: those whose whole effect is on tables that they name. */
export class PostDataReader {
  /** Table of each index that was seen, by `tableKey` of the index. */
  #tables = new Map<string, TableName>();

  /** Whether a statement makes an index or a constraint, which pg_dump does behind all rows. */
  opens(sql: string): boolean {
    return INDEX.test(sql) || KEY.test(sql) || (sql.startsWith('ALTER TABLE ONLY ') && foreignKey(sql) !== null);
  }

  /** Null for what is not understood: it waits for all before it and runs alone. */
  locks(sql: string): JobLocks | null {
    const [index, indexName, indexSchema, indexTable] = INDEX.exec(sql) ?? [];
    if (index) return locks([this.#remember(indexName, readName(indexSchema, indexTable)), 'share']);
    const [key, keySchema, keyTable, keyName] = KEY.exec(sql) ?? [];
    if (key) return locks([this.#remember(keyName, readName(keySchema, keyTable)), 'exclusive']);
    if (sql.startsWith('ALTER TABLE ONLY ')) {
      const reference = foreignKey(sql);
      if (reference) return locks([reference.to, 'exclusive'], [reference.from, 'exclusive']);
    }
    const [marked, schema, name] = MARK.exec(sql) ?? ON_CONSTRAINT.exec(sql) ?? [];
    if (marked) return locks([readName(schema, name), 'exclusive']);
    const [onIndex, ofSchema, ofName] = ON_INDEX.exec(sql) ?? [];
    const table = onIndex ? this.#tables.get(tableKey(readName(ofSchema, ofName))) : undefined;
    return table ? locks([table, 'exclusive']) : null;
  }

  /** An index lies in the schema of its table, and a key is an index of its own name. */
  #remember(name = '', table: TableName): TableName {
    this.#tables.set(tableKey({ schema: table.schema, name: unquoteName(name) }), table);
    return table;
  }
}
