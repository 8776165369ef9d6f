import { createHash } from 'node:crypto';
import { failure } from '../../kernel/app-error';
import { cancelled } from '../until-aborted';
import type { S3Access, S3Step } from './s3-access';
import { factsOf, isAbsent } from './s3-failure';

/** Metadata by which an upload recognises its own object when the answer to it was lost. */
export const OWN_MARK = 'put-id';

export interface Upload {
  key: string;
  step: S3Step;
  /** Metadata and, where wanted, the lock. The same for both ways to upload. */
  headers: {
    Metadata: Record<string, string>;
    ObjectLockMode?: 'COMPLIANCE';
    ObjectLockRetainUntilDate?: Date;
  };
  ifAbsent: boolean;
  signal?: AbortSignal;
}

export const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');

/** `IfNoneMatch` where it is wanted and understood. */
export const condition = ({ conditional }: S3Access, { ifAbsent }: Pick<Upload, 'ifAbsent'>) =>
  ifAbsent && conditional.supported ? { IfNoneMatch: '*' } : {};

export const taken = (key: string, cause?: unknown) =>
  failure('CONFLICT', `“${key}” exists already and is never overwritten.`, { cause });

export async function headOf({ client, sdk, bucket, prefix, ask }: S3Access, { key, step, signal }: Upload) {
  const head = () =>
    client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: prefix + key }), { abortSignal: signal });
  return ask(step, () =>
    head().catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    }),
  );
}

/** Whether the object under that key is the one this upload made, whole. */
async function isOwn(s3: S3Access, upload: Upload, size: number): Promise<boolean> {
  // Where even that cannot be found out, the error of the upload itself is the one to tell.
  const found = await headOf(s3, upload).catch(() => null);
  return found?.Metadata?.[OWN_MARK] === upload.headers.Metadata[OWN_MARK] && found?.ContentLength === size;
}

/** Sends the request that makes the object appear, and finds out what became of it where the answer is no answer. */
export async function concluding(
  s3: S3Access,
  upload: Upload,
  size: number,
  send: () => Promise<unknown>,
): Promise<{ size: number }> {
  let refusal: unknown;
  const outcome = s3.ask(
    upload.step,
    async () => {
      await send().catch(async (error: unknown) => {
        refusal = error;
        if (factsOf(error).status !== 501 || !upload.ifAbsent || !s3.conditional.supported) throw error;
        // This server does not know the condition: it was looked at before, and ids are never used twice.
        s3.conditional.supported = false;
        await send();
      });
    },
    upload.signal,
  );
  try {
    await outcome;
    return { size };
  } catch (error) {
    if (upload.signal?.aborted) throw cancelled();
    if (await isOwn(s3, upload, size)) return { size };
    if (upload.ifAbsent && factsOf(refusal).status === 412) throw taken(upload.key, refusal);
    throw error;
  }
}
