import type { ActionResult } from '../contract';
import type { Words } from '../format/words';

/** Runs a server action; a server that does not answer becomes an error the admin can read. */
export async function callAction<T>(words: Words, run: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await run();
  } catch (cause) {
    console.error(cause);
    const message = words('problem.network');
    return { ok: false, error: { code: 'INTERNAL', message, hint: words('problem.networkHint'), retryable: true } };
  }
}
