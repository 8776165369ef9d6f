import { DeliveryFailure } from './notifier';

/**
 * One POST to an address of the environment. Redirects are not followed: an address that was checked stays the address.
 * The answer is not read. Throws DeliveryFailure.
 */
export async function sendRequest(
  url: string,
  { body, headers, signal }: { body: string; headers: Record<string, string>; signal: AbortSignal },
): Promise<void> {
  let status: number;
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    status = response.status;
    await response.body?.cancel();
  } catch (cause) {
    if (signal.aborted) throw new DeliveryFailure('There was no answer in time.', true, { cause });
    throw new DeliveryFailure('The receiver cannot be reached.', true, { cause });
  }
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400) {
    throw new DeliveryFailure(`The receiver sent on to another address (${status}), which is not followed.`, false);
  }
  throw new DeliveryFailure(`The receiver answered ${status}.`, status >= 500 || status === 429 || status === 408);
}
