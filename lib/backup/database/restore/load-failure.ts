import { AppFailure, failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { postgresFailure } from '../postgres-failure';
import { displayTable } from '../table-name-text';

export interface LoadStep {
  /** "CREATE INDEX", or COPY for rows. */
  kind: string;
  table: TableName | null;
  /** Name of the extension that is created. */
  extension?: string;
}

/** Rows or definitions that the server refuses: data, constraint, dependency, syntax and definition errors. */
const REFUSED = /^(0A|0L|0P|22|23|2B|2F|38|39|3F|42|44|54|55000|58P01|P0)/;

function refusedPart({ kind, table }: LoadStep): string {
  if (kind === 'COPY' && table) return `the rows of ${displayTable(table)}`;
  return table ? `${kind} for ${displayTable(table)}` : `a statement of the kind ${kind}`;
}

/**
 * What an admin reads where the server refused a part of a dump: which table and which kind of statement, never a row.
 * UNSUPPORTED: this server or role cannot take the dump; CORRUPT: no server could. Other errors as `postgresFailure`.
 */
export function loadFailure(thrown: unknown, step: LoadStep): AppFailure {
  if (thrown instanceof AppFailure) return thrown;
  const sqlState = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!REFUSED.test(sqlState)) return postgresFailure(thrown);
  const particulars = { details: { sqlState, statement: step.kind }, cause: thrown };
  if (step.kind.includes('EXTENSION') && /^(0A000|55000|58P01|42501|42704)$/.test(sqlState)) {
    const named = step.extension === undefined ? '' : `: ${step.extension}`;
    const message = `The backup needs a PostgreSQL extension that cannot be created on this server${named}.`;
    return failure('UNSUPPORTED', message, {
      hint: 'Install it there, or let a superuser create it first. The details of the backup list its extensions.',
      ...particulars,
    });
  }
  if (step.kind === 'SET ROLE' && /^(22023|42501|42704)$/.test(sqlState)) {
    return failure('UNSUPPORTED', 'The role of the connection may not load as the role that was asked for.', {
      hint: 'Connect as the owner of the database, or as a member of that role.',
      ...particulars,
    });
  }
  if (sqlState === '42501') {
    return failure('UNSUPPORTED', `The role may not load the backup: it lacks a privilege for ${refusedPart(step)}.`, {
      hint: 'Load with the role that owns the tables of the site.',
      ...particulars,
    });
  }
  if (sqlState === '42704' && /POLICY|USER MAPPING/.test(step.kind)) {
    return failure('UNSUPPORTED', `The backup names a role that this server does not have, in ${refusedPart(step)}.`, {
      hint: 'Create the roles of the site on this server first.',
      ...particulars,
    });
  }
  return failure('CORRUPT', `The backup cannot be restored: the server refused ${refusedPart(step)}.`, {
    hint: 'Do not count on this backup. The log holds the words of the server under the reference of this error.',
    ...particulars,
  });
}
