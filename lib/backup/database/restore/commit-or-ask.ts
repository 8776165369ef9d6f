import { type Client, DatabaseError } from 'pg';
import { failure } from '../../kernel/app-error';

/** What an admin reads where a COMMIT did not end as it should. */
export interface CommitWords {
  rolledBack: string;
  unknown: string;
  /** The next step where the outcome is unknown. */
  hint: string;
}

/** Classes of SQLSTATE that tell of the connection or the server, not of the transaction: its COMMIT may have been made. */
const NO_ANSWER = /^(08|53|57|58|F0|XX)/;

/** An error of the transaction itself, such as a constraint checked at the end: an answer, and it says no. */
const saysNo = (thrown: unknown): boolean =>
  thrown instanceof DatabaseError && thrown.code !== undefined && !NO_ANSWER.test(thrown.code);

/**
 * Commits. Where the answer does not come, the transaction may have taken place all the same: `tookPlace` asks on another
 * connection, and what it says counts.
 *
 * Throws, with nothing changed, what the driver threw, or INTERNAL where the server rolled back. Only where nobody could
 * be asked the change may have been made: DATABASE_DOWN with `details.reason` `outcome-unknown`.
 */
export async function commitOrAsk(
  client: Client,
  words: CommitWords,
  tookPlace?: () => Promise<boolean>,
): Promise<void> {
  try {
    const { command } = await client.query('COMMIT');
    if (command === 'COMMIT') return;
  } catch (thrown) {
    if (saysNo(thrown)) throw thrown;
    const [told] = await Promise.allSettled([tookPlace?.()]);
    if (told.status === 'fulfilled' && told.value) return;
    if (told.status === 'fulfilled' && told.value === false) throw thrown;
    throw failure('DATABASE_DOWN', words.unknown, {
      hint: words.hint,
      retryable: false,
      details: { reason: 'outcome-unknown' },
      cause: told.status === 'rejected' ? new AggregateError([thrown, told.reason]) : thrown,
    });
  }
  throw failure('INTERNAL', words.rolledBack);
}
