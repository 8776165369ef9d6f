import type { Readable } from 'node:stream';
import { failure } from '../../kernel/app-error';
import { isRanged, outside } from '../byte-range';
import type { GetOptions } from '../object-store';
import { resumedReader } from '../resumed-reader';
import { cancelled } from '../until-aborted';
import { withRetries } from '../with-retries';
import type { S3Access, S3Step } from './s3-access';
import { factsOf, isAbsent, isPassing } from './s3-failure';

/** Opens an object; what breaks on the way is taken up again where it stopped, as long as the object stays the same. */
export async function getS3Object(
  s3: S3Access,
  key: string,
  { start = 0, end, signal }: GetOptions,
): Promise<Readable> {
  const ranged = isRanged(key, { start, end });
  const step: S3Step = { doing: `read “${key}”`, permission: 's3:GetObject' };
  const explain = (error: unknown) => {
    if (isAbsent(error)) return failure('NOT_FOUND', `“${key}” is not in the backup store.`, { cause: error });
    if (factsOf(error).status === 416) return outside(key, error);
    if (factsOf(error).status === 412) {
      return failure('STORAGE_DOWN', `“${key}” was replaced while it was read.`, { hint: 'Try again.', cause: error });
    }
    return s3.explain(error, step);
  };
  const request = async (from: number, ETag?: string) => {
    // Until the answer comes; after that the reader watches for silence.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), s3.patience.idleMs);
    const signals = signal ? [signal, deadline.signal] : [deadline.signal];
    const abortSignal = AbortSignal.any(signals);
    const Range = ranged || from > start ? `bytes=${from}-${end ?? ''}` : undefined;
    const command = new s3.sdk.GetObjectCommand({
      Bucket: s3.bucket,
      Key: s3.prefix + key,
      Range,
      IfMatch: ETag,
    });
    try {
      const answer = await s3.reader.send(command, { abortSignal });
      return { answer, bytes: answer.Body as Readable };
    } finally {
      clearTimeout(timer);
    }
  };
  if (signal?.aborted) throw cancelled();
  const first = await withRetries(() => request(start), { patience: s3.patience, isPassing, signal }).catch(
    (error: unknown) => {
      throw explain(error);
    },
  );
  const { ContentLength: length = 0, ETag } = first.answer;
  return resumedReader({
    first,
    start,
    length,
    reopen: (from) => request(from, ETag),
    isPassing,
    explain,
    patience: s3.patience,
    signal,
  });
}
