import { randomUUID } from 'node:crypto';
import type { PutOptions } from '../object-store';
import { cutIntoParts, type Part, PartBuffers } from '../part-buffers';
import { cancelled, untilAborted } from '../until-aborted';
import { putInParts } from './put-in-parts';
import type { S3Access } from './s3-access';
import { isRefused } from './s3-failure';
import { concluding, condition, headOf, md5, OWN_MARK, taken, type Upload } from './upload';

const SMALLEST_PART = 8 * 1024 * 1024;
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 3;

/**
 * One request for what fits into a part, else a multipart upload in constant memory. The object appears whole or not at
 * all; an answer that was lost is found out by looking whether the object carries our mark.
 */
export async function putS3Object(
  s3: S3Access,
  key: string,
  body: AsyncIterable<Uint8Array>,
  { ifAbsent = false, signal, expectedSize = 0, retainUntil }: PutOptions,
): Promise<{ size: number }> {
  if (signal?.aborted) throw cancelled();
  const partSize = Math.max(SMALLEST_PART, Math.ceil(expectedSize / (MOST_PARTS * 0.9)));
  const buffers = new PartBuffers(partSize, PARTS_AT_ONCE + 1);
  const upload: Upload = {
    key,
    step: {
      doing: `store “${key}”`,
      permission: retainUntil ? 's3:PutObject and s3:PutObjectRetention' : 's3:PutObject',
    },
    headers: {
      Metadata: { [OWN_MARK]: randomUUID() },
      ...(retainUntil ? { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: retainUntil } : {}),
    },
    ifAbsent,
    signal,
  };
  // A part that fails ends the reading at once, even while the source is silent.
  const stopReading = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopReading.signal]) : stopReading.signal;
  const parts = cutIntoParts(untilAborted(body, stop), buffers);
  try {
    const first = await parts.next();
    if (first.done) return { size: 0 };
    if (ifAbsent) await refuseExisting(s3, upload);
    if (first.value.bytes.byteLength < partSize) return await putWhole(s3, upload, first.value);
    return await putInParts(s3, upload, { first: first.value, rest: parts, buffers, stopReading });
  } finally {
    await parts.return(undefined);
  }
}

/** Looked at first: some servers take If-None-Match and ignore it. */
async function refuseExisting(s3: S3Access, upload: Upload): Promise<void> {
  const found = await headOf(s3, upload).catch((error: unknown) => {
    // A key that may write and not read; the request itself carries the condition.
    if (isRefused(error)) return null;
    throw s3.explain(error, upload.step);
  });
  if (found !== null) throw taken(upload.key);
}

async function putWhole(s3: S3Access, upload: Upload, { bytes }: Part): Promise<{ size: number }> {
  const { sdk, client, bucket, prefix } = s3;
  const send = () =>
    client.send(
      new sdk.PutObjectCommand({
        Bucket: bucket,
        Key: prefix + upload.key,
        Body: bytes,
        ContentLength: bytes.byteLength,
        ContentMD5: md5(bytes),
        ...upload.headers,
        ...condition(s3, upload),
      }),
      { abortSignal: upload.signal },
    );
  const size = bytes.byteLength;
  return concluding(s3, upload, size, send);
}
