import { once } from 'node:events';
import type { ConnectionTarget } from '../connection-target';
import { openServerSocket } from './server-socket';

const WITHIN_MS = 1_000;
const CANCEL_CODE = 80_877_102;

/**
 * Asks the server to stop the query of a session that is being left: it would notice a closed connection only at its
 * next write, and until then wait for a lock. Best effort, at most a second; the server never answers it.
 */
export async function cancelBackend(target: ConnectionTarget, key: Buffer): Promise<void> {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + key.length, 0);
  head.writeUInt32BE(CANCEL_CODE, 4);
  const signal = AbortSignal.timeout(WITHIN_MS);
  try {
    const { socket } = await openServerSocket(target, { signal });
    socket.resume().end(Buffer.concat([head, key]));
    await once(socket, 'close', { signal }).finally(() => socket.destroy());
  } catch {
    // The server is gone or slow: then its session ends with the closed connection.
  }
}
