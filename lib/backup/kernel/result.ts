import { type AppError, AppFailure } from './app-error';

/** An expected outcome: the value, or the one error vocabulary. A bug is thrown instead. */
export type Result<T, E = AppError> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const err = <E = AppError>(error: E): { ok: false; error: E } => ({ ok: false, error });

/** Runs `work`; an AppFailure becomes an error result, anything else is a bug and goes on being thrown. */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (thrown) {
    if (thrown instanceof AppFailure) return err(thrown.error);
    throw thrown;
  }
}

/** The value of a result; throws its error as an AppFailure. For code that is itself inside a catch site. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new AppFailure(result.error);
}
