import { DatabaseError } from 'pg';
import { AppFailure, failure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { cancelled } from '../open-client';
import { postgresFailure } from '../postgres-failure';
import { displayTable } from '../table-name-text';

export const NOTHING_CHANGED = 'Nothing was changed.';

/** What an admin reads where copying between two databases failed outside of a table's own rows. */
export function copyFailure(thrown: unknown, signal?: AbortSignal): AppFailure {
  if (thrown instanceof AppFailure) return thrown;
  if (signal?.aborted) return cancelled(thrown);
  if (thrown instanceof DatabaseError && thrown.code === '40P01') {
    return failure('BUSY', `The site was writing to the same tables in another order. ${NOTHING_CHANGED}`, {
      hint: 'Try again.',
      cause: thrown,
    });
  }
  return postgresFailure(thrown);
}

/** Rows that a table refuses: values, constraints, missing replica identity. `references` explains a foreign key. */
export function rowsRefused(
  thrown: unknown,
  table: TableName,
  references: (constraint: string) => AppFailure | null = () => null,
): unknown {
  if (!(thrown instanceof DatabaseError)) return thrown;
  const { code = '', constraint, column } = thrown;
  const details = { sqlState: code, table: displayTable(table), constraint: constraint ?? null };
  if (code === '23503' && constraint) {
    const broken = references(constraint);
    if (broken) return new AppFailure({ ...broken.error, details }, { cause: thrown });
  }
  if (!/^(22|23|55000|42704|42P01)/.test(code)) return thrown;
  const because = constraint
    ? `the constraint "${constraint}" does not allow them`
    : column
      ? `the column "${column}" does not allow them`
      : 'the server refused them';
  return failure(
    'CONFLICT',
    `Rows of ${displayTable(table)} do not fit into the table: ${because}. ${NOTHING_CHANGED}`,
    {
      hint: 'Restore the backup into a new database and look at the table there.',
      details,
      cause: thrown,
    },
  );
}
