import { failure } from '../kernel/app-error';

/**
 * Waits for a statement no longer than `limitMs`, then throws DATABASE_DOWN. The driver has no limit of its own: over
 * a connection that vanished, or one that is accepted and closed again, it would wait without end. A late answer is
 * ignored, so the statement must be one that may still happen.
 */
export async function inTime<T>(statement: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure('DATABASE_DOWN', 'The database does not answer in time.')), limitMs);
  });
  statement.catch(() => undefined);
  try {
    return await Promise.race([statement, late]);
  } finally {
    clearTimeout(timer);
  }
}
