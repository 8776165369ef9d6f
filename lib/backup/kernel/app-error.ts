/**
 * The only error vocabulary that leaves the domain. `message` is for a site admin, `hint` is the next step;
 * both are safe to show. Raw driver, git or PostgreSQL text never goes in here: it is logged under `ref`.
 */
export const APP_ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INVALID_INPUT',
  'NOT_FOUND',
  'BUSY',
  'CONFLICT',
  'STALE',
  'NOTHING_TO_DO',
  'UNSUPPORTED',
  'CORRUPT',
  'STORAGE_DOWN',
  'DATABASE_DOWN',
  'CANCELLED',
  'INTERNAL',
] as const;

export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

export interface AppError {
  code: AppErrorCode;
  message: string;
  hint?: string;
  /** True where the same request may succeed later without a change by the admin. */
  retryable: boolean;
  /** Reference into the log, where the redacted raw cause stands. */
  ref?: string;
  /** Messages by input field name, for INVALID_INPUT. */
  fields?: Record<string, string>;
  /** Machine-readable particulars, for example the id of the run that is in the way. Never secret. */
  details?: Record<string, string | number | boolean | null>;
}

const RETRYABLE: ReadonlySet<AppErrorCode> = new Set(['BUSY', 'STALE', 'STORAGE_DOWN', 'DATABASE_DOWN']);

export function appError(
  code: AppErrorCode,
  message: string,
  more: Partial<Omit<AppError, 'code' | 'message'>> = {},
): AppError {
  return { code, message, retryable: RETRYABLE.has(code), ...more };
}

/**
 * Carries an AppError through code that can only throw: streams, generators, transactions.
 * The three catch sites (action wrapper, route wrapper, run executor) and `attempt` turn it back into a Result.
 */
export class AppFailure extends Error {
  override readonly name = 'AppFailure';
  readonly error: AppError;

  constructor(error: AppError, options?: { cause?: unknown }) {
    super(error.message, options);
    this.error = error;
  }
}

/** Shorthand: `throw failure('CORRUPT', 'The file is shorter than it was.')`. */
export function failure(
  code: AppErrorCode,
  message: string,
  more: Partial<Omit<AppError, 'code' | 'message'>> & { cause?: unknown } = {},
): AppFailure {
  const { cause, ...rest } = more;
  return new AppFailure(appError(code, message, rest), { cause });
}
