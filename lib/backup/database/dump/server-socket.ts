import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import type { ConnectionTarget } from '../connection-target';
import { cancelled } from '../open-client';
import { postgresFailure } from '../postgres-failure';

const CONNECT_TIMEOUT_MS = 15_000;
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export interface ServerSocket {
  /** Paused: attach a reader, then resume. */
  socket: net.Socket;
  /** TLS, or a Unix socket that no one else can read. */
  confidential: boolean;
}

async function encrypt(raw: net.Socket, target: ConnectionTarget): Promise<tls.TLSSocket | null> {
  if (target.ssl === false) return null;
  raw.write(TLS_REQUEST);
  const [answer]: unknown[] = await once(raw, 'data');
  raw.pause();
  // Exactly one byte: anything that comes along unencrypted was put there by someone else (CVE-2021-23222).
  const offered = Buffer.isBuffer(answer) && answer.length === 1 ? String.fromCharCode(answer[0] ?? 0) : '';
  if (offered === 'N' && target.sslMode === 'prefer') return null;
  if (offered !== 'S') throw new Error('server does not offer TLS');
  const socket = tls.connect({ socket: raw, servername: net.isIP(target.host) ? '' : target.host, ...target.ssl });
  await once(socket, 'secureConnect');
  return socket;
}

/**
 * Opens TCP or a Unix socket and upgrades it to TLS the PostgreSQL way where the target asks for it.
 * Throws AppFailure: CANCELLED at once when the signal fires, DATABASE_DOWN with its reason.
 */
export async function openServerSocket(
  target: ConnectionTarget,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<ServerSocket> {
  const { signal, timeoutMs = CONNECT_TIMEOUT_MS } = options;
  if (signal?.aborted) throw cancelled();
  const isPath = target.host.startsWith('/');
  const raw = isPath
    ? net.connect({ path: `${target.host}/.s.PGSQL.${target.port}` })
    : net.connect({ host: target.host, port: target.port });
  // Errors after the connection are the reader's business; an error without any listener would end the process.
  raw.on('error', () => undefined);
  const onAbort = () => raw.destroy(cancelled());
  signal?.addEventListener('abort', onAbort, { once: true });
  const broken = new Promise<never>((_, reject) => {
    raw.once('close', () => reject(new Error('Connection terminated while it was being opened')));
  });
  broken.catch(() => undefined);
  const timer = setTimeout(() => raw.destroy(new Error('connection timed out')), timeoutMs);
  try {
    await Promise.race([once(raw, 'connect'), broken]);
    raw.setNoDelay(true).setKeepAlive(true, 30_000);
    const encrypted = await Promise.race([encrypt(raw, target), broken]);
    encrypted?.on('error', () => undefined);
    const socket = encrypted ?? raw;
    socket.pause();
    return { socket, confidential: encrypted !== null || isPath };
  } catch (thrown) {
    raw.destroy();
    throw signal?.aborted ? cancelled(thrown) : postgresFailure(thrown);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
