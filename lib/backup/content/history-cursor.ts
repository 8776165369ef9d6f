import { failure } from '../kernel/app-error';
import { type CommitSha, isSha } from './commit-sha';

/**
 * Where a page of a history begins: so many commits below a fixed one. New commits on top do not move it, and git walks
 * past what was shown without looking into it.
 */
export interface HistoryCursor {
  /** Null: the commit that is checked out. */
  anchor: CommitSha | null;
  skip: number;
}

const MOST_SKIPPED = 10_000_000;

export const writeCursor = (anchor: CommitSha, skip: number): string => `${anchor}-${skip}`;

/** A cursor of ours, or the id of a commit: what is older than it. Throws AppFailure INVALID_INPUT. */
export function readCursor(text: string | undefined): HistoryCursor {
  if (text === undefined || text === '') return { anchor: null, skip: 0 };
  const [anchor = '', skip = '1', ...more] = text.split('-');
  if (isSha(anchor) && /^\d{1,8}$/.test(skip) && Number(skip) <= MOST_SKIPPED && more.length === 0) {
    return { anchor, skip: Number(skip) };
  }
  throw failure('INVALID_INPUT', 'That place in the history does not exist.', {
    hint: 'Begin again with the newest page.',
    fields: { before: 'Take the cursor that the last page gave.' },
  });
}
