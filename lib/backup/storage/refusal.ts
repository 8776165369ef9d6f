import { AppFailure } from '../kernel/app-error';

/** `details` of a STORAGE_DOWN whose store has answered, and does not allow this act to who asks. */
export const REFUSED = { reason: 'refused' } as const;

/** Whether the store lives and forbids the act. No later attempt with the same key will be allowed. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof AppFailure && error.error.details?.reason === REFUSED.reason;
