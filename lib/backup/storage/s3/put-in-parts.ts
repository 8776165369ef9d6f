import { failure } from '../../kernel/app-error';
import type { Part, PartBuffers } from '../part-buffers';
import { cancelled } from '../until-aborted';
import type { S3Access } from './s3-access';
import { concluding, condition, md5, type Upload } from './upload';

const MOST_PARTS = 10_000;
/** Longest time for one part: slower than that is no backup but a hanging one. */
const PART_DEADLINE_MS = 600_000;

interface Source {
  first: Part;
  rest: AsyncIterable<Part>;
  buffers: PartBuffers;
  stopReading: AbortController;
}

/** Some parts at once; nothing appears before all of them are there. Every error takes back what was uploaded. */
export async function putInParts(s3: S3Access, upload: Upload, source: Source): Promise<{ size: number }> {
  const { sdk, client, bucket, prefix } = s3;
  const place = { Bucket: bucket, Key: prefix + upload.key };
  const created = await s3.ask(
    upload.step,
    () =>
      client.send(new sdk.CreateMultipartUploadCommand({ ...place, ...upload.headers }), {
        abortSignal: upload.signal,
      }),
    upload.signal,
  );
  const target = { ...place, UploadId: created.UploadId };
  try {
    const { parts, size } = await sendParts(s3, upload, source, target);
    return await concluding(s3, upload, size, () =>
      client.send(
        new sdk.CompleteMultipartUploadCommand({
          ...target,
          MultipartUpload: { Parts: parts },
          ...condition(s3, upload),
        }),
        { abortSignal: upload.signal },
      ),
    );
  } catch (error) {
    // Best effort: what cannot be taken back now is left to the sweeper, and the first error is the one to tell.
    await s3.ask(upload.step, () => client.send(new sdk.AbortMultipartUploadCommand(target))).catch(() => undefined);
    throw error;
  }
}

interface SentPart {
  PartNumber: number;
  ETag: string | undefined;
}

async function sendParts(
  s3: S3Access,
  upload: Upload,
  { first, rest, buffers, stopReading }: Source,
  target: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<{ parts: SentPart[]; size: number }> {
  const parts: SentPart[] = [];
  const sending = new Set<Promise<void>>();
  const failed: { error: unknown }[] = [];
  const ended = new AbortController();
  let size = 0;

  const send = async ({ bytes, buffer }: Part, number: number) => {
    const body = { Body: bytes, ContentLength: bytes.byteLength, ContentMD5: md5(bytes) };
    const command = new s3.sdk.UploadPartCommand({ ...target, PartNumber: number, ...body });
    const { ETag } = await s3.ask(
      upload.step,
      () =>
        s3.client.send(command, {
          abortSignal: AbortSignal.any([ended.signal, AbortSignal.timeout(PART_DEADLINE_MS)]),
        }),
      ended.signal,
    );
    parts[number - 1] = { PartNumber: number, ETag };
    buffers.give(buffer);
  };
  const begin = (part: Part, number: number) => {
    size += part.bytes.byteLength;
    const work = send(part, number)
      .catch((error: unknown) => {
        failed.push({ error });
        stopReading.abort();
        ended.abort();
        // Whoever waits for a buffer must see the failure, not wait for ever.
        buffers.give(part.buffer);
      })
      .finally(() => sending.delete(work));
    sending.add(work);
  };
  const onAbort = () => ended.abort();
  upload.signal?.addEventListener('abort', onAbort);
  try {
    let number = 1;
    begin(first, number);
    for await (const part of rest) {
      if (failed.length > 0) break;
      if (part.bytes.byteLength === 0) break;
      number += 1;
      if (number > MOST_PARTS) throw tooLarge(size);
      begin(part, number);
    }
    await Promise.all(sending);
  } catch (error) {
    // The first cause, not what stopping the parts under way leads to.
    const cause = failed[0] ? failed[0].error : error;
    ended.abort();
    await Promise.all(sending);
    throw upload.signal?.aborted ? cancelled() : cause;
  } finally {
    upload.signal?.removeEventListener('abort', onAbort);
  }
  if (upload.signal?.aborted) throw cancelled();
  if (failed[0]) throw failed[0].error;
  return { parts, size };
}

const tooLarge = (size: number) =>
  failure('UNSUPPORTED', `The object is larger than expected: ${size} bytes did not fit into ${MOST_PARTS} parts.`, {
    hint: 'Back up again: the next upload takes larger parts.',
  });
