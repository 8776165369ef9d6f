import { failure } from '../kernel/app-error';

/** Marks our own look at our own address: it is no monitor. */
export const OWN_LOOK = 'x-backup-own-look';

const PATIENCE_MS = 5_000;

/**
 * Asks the health address of the site as somebody outside would. 200 and 503 are answers of ours; gives the status.
 * @throws AppFailure INTERNAL with a sentence: nobody answered within five seconds, or something else stands there.
 */
export async function probeHealth(address: string): Promise<number> {
  let response: Response;
  try {
    response = await fetch(address, {
      redirect: 'manual',
      headers: { [OWN_LOOK]: '1' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (cause) {
    throw failure('INTERNAL', 'Nobody answers there.', { cause });
  }
  await response.body?.cancel();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (isJson && (response.status === 200 || response.status === 503)) return response.status;
  throw failure('INTERNAL', `Something else answers there, with status ${response.status}.`);
}
