import type { TableName } from '../connection-target';
import { quoteTable } from '../table-name-text';
import { IDENTIFIER, LIST, QUALIFIED_NAME, readName, unquoteName } from './dump-names';
import { refuseForeign } from './load-allowed';
import { ownershipKind } from './ownership';

export interface StatementPolicy {
  /** `skip`: owners and privileges of the source are left out. */
  ownership: 'skip' | 'keep';
  /** Of the server that is loaded into. */
  serverMajor: number;
  /** Foreign keys to these tables are left out: the dump does not hold the tables. */
  absentTables: readonly TableName[];
  /** Where set, foreign keys from these tables to others are left out: the others get no rows. */
  onlyRowsOf?: readonly TableName[] | undefined;
  /** Schemas that the dump must not create. */
  presentSchemas?: readonly string[] | undefined;
}

/** `ownership` is run by `runOwnership`, which forgives what this server cannot give. */
export type StatementDecision = 'run' | 'skip' | 'ownership' | 'other-grantor';

/** A copy must never begin to replicate on its own. */
const SUBSCRIPTION = /^(CREATE|ALTER|COMMENT ON) SUBSCRIPTION\b/;
/** pg_dump writes these around grants that somebody else than the owner made. */
const SESSION_ROLE = /^(SET|RESET) SESSION AUTHORIZATION\b/;
const SCHEMA = new RegExp(`^CREATE SCHEMA (${IDENTIFIER});$`, 'u');
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

/** The two tables of a foreign key, or null for any other statement. */
export function foreignKey(sql: string): { from: TableName; to: TableName } | null {
  const [matched, schema, name, toSchema, toName] = FOREIGN_KEY.exec(sql) ?? [];
  return matched ? { from: readName(schema, name), to: readName(toSchema, toName) } : null;
}

export const includesTable = (tables: readonly TableName[], table: TableName): boolean =>
  tables.some((candidate) => quoteTable(candidate) === quoteTable(table));

function refersToNothing(sql: string, { absentTables, onlyRowsOf }: StatementPolicy): boolean {
  if (absentTables.length === 0 && !onlyRowsOf) return false;
  const key = foreignKey(sql);
  if (!key) return false;
  if (includesTable(absentTables, key.to)) return true;
  return onlyRowsOf !== undefined && includesTable(onlyRowsOf, key.from) && !includesTable(onlyRowsOf, key.to);
}

/**
 * Whether and how a statement of a dump is run. Throws CORRUPT for one that pg_dump never writes, see `refuseForeign`.
 * pg_dump itself writes BEGIN and COMMIT around large objects: those two are left out.
 */
export function decideStatement(sql: string, policy: StatementPolicy): StatementDecision {
  if (sql === 'BEGIN;' || sql === 'COMMIT;') return 'skip';
  if (SESSION_ROLE.test(sql)) return policy.ownership === 'keep' && sql.startsWith('RESET') ? 'other-grantor' : 'skip';
  // Settings of a role, and clean-up before the objects are made: both of pg_dump's options that we do not need.
  if (/^ALTER ROLE\b/.test(sql) || /^DROP [A-Z ]+ IF EXISTS /.test(sql)) return 'skip';
  refuseForeign(sql);
  // Statements are sent as UTF8 whatever the dump is in; see dump-encoding.ts.
  if (sql.startsWith('SET client_encoding ')) return 'skip';
  if (sql.startsWith('SET transaction_timeout ') && policy.serverMajor < 17) return 'skip';
  if (SUBSCRIPTION.test(sql)) return 'skip';
  const schema = SCHEMA.exec(sql)?.[1];
  if (schema !== undefined && policy.presentSchemas?.includes(unquoteName(schema))) return 'skip';
  const ownership = ownershipKind(sql);
  if (ownership === null) return refersToNothing(sql, policy) ? 'skip' : 'run';
  return policy.ownership === 'keep' || ownership === 'extension-comment' ? 'ownership' : 'skip';
}
