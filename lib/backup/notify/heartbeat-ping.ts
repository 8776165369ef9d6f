import { DELIVERY_TIMING } from './deliver';
import { sendRequest } from './send-request';

export type HeartbeatState = 'start' | 'success' | 'fail';

/**
 * Tells a watcher outside that a scheduled backup began and how it ended, in the way of healthchecks.io: the address
 * itself is success, `/start` and `/fail` are the others. The run's id joins start and end. Throws DeliveryFailure.
 */
export async function pingHeartbeat(url: string, state: HeartbeatState, run: string, reason = ''): Promise<void> {
  const address = new URL(url);
  if (state !== 'success') address.pathname = `${address.pathname.replace(/\/$/, '')}/${state}`;
  address.searchParams.set('rid', uuidOf(run));
  await sendRequest(address.toString(), {
    body: reason,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    signal: AbortSignal.timeout(DELIVERY_TIMING.timeoutMs),
  });
}

/** Watchers of this kind want a UUID: the same 128 bits, written down as one. */
function uuidOf(run: string): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let bits = 0n;
  for (const character of run) bits = (bits << 5n) | BigInt(Math.max(0, alphabet.indexOf(character)));
  const hex = (bits & ((1n << 128n) - 1n)).toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
