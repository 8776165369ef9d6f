import type pg from 'pg';
import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import { findGiantRows } from './giant-rows';
import { checkLocks, checkPrivileges, checkRowSecurity } from './preflight-checks';
import { type ServerFacts, serverFacts } from './server-facts';
import { type DatabaseScope, listTables } from './tables';

export interface DatabaseFacts extends ServerFacts {
  /** Rows of the scope: what a dump will hold at most, before compression. */
  scopeBytes: number;
  tables: number;
  /** Sentences for an admin about what is allowed and yet worth knowing. */
  warnings: string[];
}

function encodingWarning(facts: ServerFacts): string[] {
  if (facts.encoding !== 'SQL_ASCII') return [];
  return [
    'The database accepts text of any encoding (SQL_ASCII): a restore into a UTF-8 database may refuse some of it.',
  ];
}

/**
 * Looks for whatever would make a dump fail or lie, and says it before anything is started.
 *
 * FORBIDDEN: the role may not read a table, sequence or large object, or row security would hide rows from it; the hint
 * is the statement that cures it. BUSY: another session holds a table exclusively, which is a migration.
 * UNSUPPORTED: there is nothing to dump. Throws what the connection throws.
 */
export async function runPreflight(client: pg.Client, scope: DatabaseScope): Promise<Result<DatabaseFacts>> {
  const facts = await serverFacts(client);
  const problem =
    (await checkLocks(client, scope)) ??
    (await checkPrivileges(client, scope, facts.role)) ??
    (await checkRowSecurity(client, scope, facts.role));
  if (problem) return err(problem);
  const tables = await listTables(client, scope);
  if (tables.length === 0 && scope.selection.kind === 'tables') {
    return err(
      appError('INVALID_INPUT', 'None of the named tables holds rows.', {
        hint: 'Name ordinary tables, or partitioned ones that have partitions.',
      }),
    );
  }
  return ok({
    ...facts,
    scopeBytes: scope.selection.kind === 'schema' ? 0 : tables.reduce((sum, table) => sum + table.bytes, 0),
    tables: tables.length,
    warnings: [...encodingWarning(facts), ...(await findGiantRows(client, scope))],
  });
}
