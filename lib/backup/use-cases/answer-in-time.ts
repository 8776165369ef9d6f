import { type AppErrorCode, appError } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';

/** A page that puts many facts together waits so long for each of them. */
const PATIENCE_MS = 8_000;

/** What `ask` answers, or `code` with `silence` as the message where no answer comes in time. A late one is ignored. */
export async function answerInTime<T>(
  ask: () => Promise<T>,
  [code, silence]: readonly [AppErrorCode, string],
  limitMs = PATIENCE_MS,
): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<T>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, error: appError(code, silence) }), limitMs);
  });
  try {
    return await Promise.race([attempt(ask), late]);
  } finally {
    clearTimeout(timer);
  }
}
