import { failure } from '../kernel/app-error';
import { assertKeyPrefix, assertObjectKey } from './key-rules';
import type { ObjectStore } from './object-store';
import { deleteS3Object } from './s3/delete-object';
import { getS3Object } from './s3/get-object';
import { listS3Objects } from './s3/list-objects';
import { putS3Object } from './s3/put-object';
import { openS3, type S3Access, type S3Options } from './s3/s3-access';
import { isAbsent } from './s3/s3-failure';
import { sweepS3Uploads } from './s3/sweep-uploads';

/** Objects in a bucket of AWS S3 or of a server that speaks its language. Nothing is loaded or contacted before use. */
export function createS3Store(options: S3Options): ObjectStore {
  let opened: Promise<S3Access> | undefined;
  const s3 = (): Promise<S3Access> => {
    opened ??= openS3(options);
    return opened;
  };
  const { bucket, prefix, endpoint, region } = options;

  return {
    description: `S3 bucket ${bucket}${prefix ? `/${prefix.slice(0, -1)}` : ''} at ${endpoint ?? `AWS, ${region}`}`,
    kind: 's3',
    caps: { conditionalPut: true, signedUrl: true, objectLock: true },

    async put(key, body, put = {}) {
      assertObjectKey(key);
      return putS3Object(await s3(), key, body, put);
    },

    async get(key, get = {}) {
      assertObjectKey(key);
      return getS3Object(await s3(), key, get);
    },

    async stat(key) {
      assertObjectKey(key);
      const { sdk, client, ask } = await s3();
      const step = { doing: `look at “${key}”`, permission: 's3:GetObject' };
      const found = await ask(step, () =>
        client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: prefix + key })).catch((error: unknown) => {
          if (isAbsent(error)) return null;
          throw error;
        }),
      );
      return found && { key, size: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) };
    },

    async *list(below, { after = '' } = {}) {
      assertKeyPrefix(below);
      yield* listS3Objects(await s3(), below, after);
    },

    async delete(key) {
      assertObjectKey(key);
      return deleteS3Object(await s3(), key);
    },

    async signedUrl(key, secondsToLive, fileName) {
      assertObjectKey(key);
      const [{ sdk, client }, { getSignedUrl }] = await Promise.all([s3(), import('@aws-sdk/s3-request-presigner')]);
      const command = new sdk.GetObjectCommand({
        Bucket: bucket,
        Key: prefix + key,
        ResponseContentDisposition: attachment(fileName),
        ResponseContentType: 'application/octet-stream',
      });
      return getSignedUrl(client, command, { expiresIn: secondsToLive });
    },

    async sweepUploads(below, olderThan) {
      assertKeyPrefix(below);
      return sweepS3Uploads(await s3(), below, olderThan);
    },

    freeBytes: async () => null,
  };
}

/** Only names of our own making: nothing in them can end the header or mean something to a browser. */
function attachment(fileName: string): string {
  if (!/^[\w.-]+$/.test(fileName)) throw failure('INVALID_INPUT', 'This is not a name for a download.');
  return `attachment; filename="${fileName}"`;
}
