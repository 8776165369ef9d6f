import { AppFailure, failure } from '../kernel/app-error';
import { findFailureRow } from './postgres-failure-table';

/**
 * The failure that an admin reads for whatever the driver or the network threw. Its own text stays in `cause`.
 * `details.reason` names the kind, `details.sqlState` the code or null.
 */
export function postgresFailure(thrown: unknown): AppFailure {
  if (thrown instanceof AppFailure) return thrown;
  // Node joins the failures of several addresses (localhost: ::1 and 127.0.0.1) into one error.
  const first = thrown instanceof AggregateError ? (thrown.errors[0] ?? thrown) : thrown;
  const code = first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : '';
  const row = findFailureRow(code, first instanceof Error ? first.message : '');
  const details = (reason: string) => ({ reason, sqlState: /^[0-9A-Z]{5}$/.test(code) ? code : null });
  if (row) {
    const { code: kind, reason, message, hint, retryable } = row;
    const more = retryable === undefined ? {} : { retryable };
    return failure(kind, message, { hint, ...more, details: details(reason), cause: thrown });
  }
  return failure('INTERNAL', 'The database answered with an error that this app does not expect.', {
    hint: 'The log holds its words under the reference of this error.',
    details: details('unexpected'),
    cause: thrown,
  });
}

/** Runs database work; what the driver or the network throws becomes an AppFailure. */
export async function withPostgresFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw postgresFailure(thrown);
  }
}
