import { type Client, DatabaseError } from 'pg';
import { failure } from '../../kernel/app-error';

/** What an admin reads where a COMMIT did not end as it should. */
export interface CommitWords {
  rolledBack: string;
  unknown: string;
  /** The next step where the outcome is unknown. */
  hint: string;
}

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
    // A constraint that was checked at the end: an answer, and it says no.
    if (thrown instanceof DatabaseError && thrown.code?.startsWith('23')) throw thrown;
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
