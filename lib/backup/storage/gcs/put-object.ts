import { createHash } from 'node:crypto';
import { failure } from '../../kernel/app-error';
import type { PutOptions } from '../object-store';
import { cutIntoParts, PartBuffers } from '../part-buffers';
import { cancelled, untilAborted } from '../until-aborted';
import type { GcsAccess } from './gcs-access';
import { factsOf, type GcsStep } from './gcs-failure';
import { endSession, type Finished, sendChunk } from './upload-session';

/** A multiple of 256 KiB, as the protocol wants. */
const CHUNK = 8 * 1024 * 1024;

/** One resumable session, in chunks: the object appears with the last of them, whole, and is compared by its MD5. */
export async function putGcsObject(
  gcs: GcsAccess,
  key: string,
  body: AsyncIterable<Uint8Array>,
  { ifAbsent = false, signal }: PutOptions,
): Promise<{ size: number }> {
  if (signal?.aborted) throw cancelled();
  const step: GcsStep = { doing: `store “${key}”`, permission: 'storage.objects.create' };
  const file = gcs.bucket.file(gcs.prefix + key);
  const hash = createHash('md5');
  const buffers = new PartBuffers(CHUNK, 2);
  let session: string | null = null;
  let finished: Finished | null = null;
  let size = 0;
  try {
    for await (const { bytes, buffer } of cutIntoParts(untilAborted(body, signal), buffers)) {
      if (session === null) {
        const open = () =>
          file.createResumableUpload({
            metadata: { contentType: 'application/octet-stream' },
            ...(ifAbsent ? { preconditionOpts: { ifGenerationMatch: 0 } } : {}),
          });
        [session] = await gcs.ask(step, open, signal);
      }
      hash.update(bytes);
      finished = await sendChunk(gcs, session, { bytes, from: size, isLast: bytes.byteLength < CHUNK }, step, signal);
      size += bytes.byteLength;
      buffers.give(buffer);
    }
  } catch (error) {
    if (session !== null && finished === null) await endSession(session);
    if (signal?.aborted) throw cancelled();
    const { status } = factsOf(error instanceof Error && error.cause ? error.cause : error);
    if (ifAbsent && status === 412) {
      throw failure('CONFLICT', `“${key}” exists already and is never overwritten.`, { cause: error });
    }
    throw error;
  }
  if (finished !== null && Number(finished.size) === size && finished.md5Hash === hash.digest('base64'))
    return { size };
  await gcs.ask(step, () => file.delete({ ifGenerationMatch: finished?.generation, ignoreNotFound: true }));
  throw failure('STORAGE_DOWN', `“${key}” did not arrive as it was sent; it was removed again.`, {
    hint: 'Try again. If it happens again, check the network of this server.',
  });
}
