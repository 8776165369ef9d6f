import type { TableName } from '../connection-target';
import { quoteTable } from '../table-name-text';
import { foreignContent } from './dump-damage';
import { IDENTIFIER, LIST, QUALIFIED_NAME, readName } from './dump-names';

export interface StatementPolicy {
  /** Owners, privileges and role settings of the source are left out. */
  skipOwnership: boolean;
  /** Of the server that is loaded into. */
  serverMajor: number;
  /** Foreign keys to these tables are left out: the dump does not hold the tables. */
  absentTables: readonly TableName[];
}

const OWNERSHIP = /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|ALTER ROLE|SET SESSION AUTHORIZATION|SET ROLE)\b/;
const NEW_OWNER = new RegExp(`^ALTER .*\\sOWNER TO ${IDENTIFIER};$`, 'su');
const TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK|ABORT|END|START|SAVEPOINT|RELEASE|PREPARE)\b/i;
/** A copy must never begin to replicate on its own. */
const SUBSCRIPTION = /^(CREATE|ALTER|COMMENT ON) SUBSCRIPTION\b/;
const FOREIGN_KEY = new RegExp(
  `^ALTER TABLE (?:ONLY )?${QUALIFIED_NAME}\\s+ADD CONSTRAINT ${IDENTIFIER} FOREIGN KEY ${LIST} REFERENCES ${QUALIFIED_NAME}\\(`,
  'u',
);
const OBJECT = new RegExp(
  `^(?:CREATE (?:UNLOGGED |FOREIGN )?TABLE|ALTER TABLE(?: ONLY)?|CREATE (?:UNIQUE )?INDEX ${IDENTIFIER} ON(?: ONLY)?) ${QUALIFIED_NAME}`,
  'u',
);

/** "CREATE UNIQUE INDEX": the keywords that a statement begins with. Never a name, never a value. */
export const statementKind = (sql: string): string => /^[A-Z]+(?: [A-Z]+)*(?=[\s;]|$)/.exec(sql)?.[0] ?? 'a statement';

/** The table that a statement is about, where its text says so. */
export function statementTable(sql: string): TableName | null {
  const [matched, schema, name] = OBJECT.exec(sql) ?? [];
  return matched ? readName(schema, name) : null;
}

/**
 * Whether a statement of a dump is run. Throws CORRUPT for one that would end the transaction of the load, or change how
 * quotes are read. pg_dump itself writes BEGIN and COMMIT around large objects: those two are left out.
 */
export function decideStatement(sql: string, policy: StatementPolicy): 'run' | 'skip' {
  if (sql === 'BEGIN;' || sql === 'COMMIT;') return 'skip';
  if (TRANSACTION.test(sql)) throw foreignContent('a transaction command');
  if (/^SET standard_conforming_strings = off/i.test(sql)) throw foreignContent('old-style quoting');
  // Statements are sent as UTF8 whatever the dump is in; see dump-encoding.ts.
  if (sql.startsWith('SET client_encoding ')) return 'skip';
  if (sql.startsWith('SET transaction_timeout ') && policy.serverMajor < 17) return 'skip';
  if (SUBSCRIPTION.test(sql)) return 'skip';
  if (policy.skipOwnership && (OWNERSHIP.test(sql) || NEW_OWNER.test(sql))) return 'skip';
  if (policy.absentTables.length === 0) return 'run';
  const [matched, , , schema, name] = FOREIGN_KEY.exec(sql) ?? [];
  const absent = policy.absentTables.map(quoteTable);
  return matched && absent.includes(quoteTable(readName(schema, name))) ? 'skip' : 'run';
}
