import { untilSilent } from '../until-silent';
import { withRetries } from '../with-retries';
import type { GcsAccess } from './gcs-access';
import { type GcsStep, isPassing } from './gcs-failure';

/** What the store says of an object that is complete. */
export interface Finished {
  size: string;
  md5Hash: string;
  generation: string;
}

interface Chunk {
  bytes: Buffer;
  /** Position of its first byte in the object. */
  from: number;
  isLast: boolean;
}

class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The upload session answered ${status}.`);
    this.status = status;
  }
}

/**
 * Sends one chunk of a resumable upload; after a failure the session is asked how far it came, so that nothing is sent
 * twice and a lost answer counts. Gives the object where this was its end.
 */
export async function sendChunk(
  gcs: GcsAccess,
  session: string,
  chunk: Chunk,
  step: GcsStep,
  signal?: AbortSignal,
): Promise<Finished | null> {
  const end = chunk.from + chunk.bytes.byteLength;
  const total = chunk.isLast ? String(end) : '*';
  let at = chunk.from;
  const send = async (attempt: number): Promise<Finished | null> => {
    if (attempt > 1) {
      const state = await put(gcs, session, `bytes */${total}`, null, signal);
      if (typeof state !== 'number') return state;
      at = Math.max(at, state);
    }
    while (at < end || (chunk.isLast && at === end)) {
      const rest = chunk.bytes.subarray(at - chunk.from);
      const range = rest.byteLength === 0 ? `bytes */${total}` : `bytes ${at}-${end - 1}/${total}`;
      const state = await put(gcs, session, range, rest, signal);
      if (typeof state !== 'number') return state;
      if (state <= at) throw new Refused(503);
      at = state;
    }
    return null;
  };
  return withRetries(send, { patience: gcs.patience, isPassing, signal }).catch((error: unknown) => {
    throw gcs.explain(error, step);
  });
}

/** Bytes that the session holds so far, or the finished object. */
async function put(
  { patience }: GcsAccess,
  session: string,
  range: string,
  bytes: Buffer | null,
  signal: AbortSignal | undefined,
): Promise<number | Finished> {
  const answer = await untilSilent(patience.idleMs, signal, (abort) =>
    fetch(session, {
      method: 'PUT',
      headers: { 'content-range': range },
      body: bytes === null ? '' : (bytes as Buffer<ArrayBuffer>),
      redirect: 'manual',
      signal: abort,
    }),
  );
  if (answer.ok) return (await answer.json()) as Finished;
  await answer.body?.cancel();
  if (answer.status !== 308) throw new Refused(answer.status);
  const [, last] = /^bytes=0-(\d+)$/.exec(answer.headers.get('range') ?? '') ?? [];
  return last === undefined ? 0 : Number(last) + 1;
}

/** Best effort: a session that is not ended here expires by itself after a week and costs nothing until then. */
export async function endSession(session: string): Promise<void> {
  await fetch(session, { method: 'DELETE', signal: AbortSignal.timeout(5000) }).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  );
}
