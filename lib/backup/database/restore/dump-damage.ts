import { type AppFailure, failure } from '../../kernel/app-error';

const HINT = 'Do not count on this backup: make a new one, or take an older one.';

export const cutShort = (cause?: unknown): AppFailure =>
  failure('CORRUPT', 'The dump is cut short: its end is missing.', { hint: HINT, cause });

/** Something stands in the dump that pg_dump never writes. `what` completes "The dump holds …". */
export const foreignContent = (what: string, cause?: unknown): AppFailure =>
  failure('CORRUPT', `The dump holds ${what}, which pg_dump never writes. It was not run.`, { hint: HINT, cause });
