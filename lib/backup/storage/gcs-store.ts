import { failure } from '../kernel/app-error';
import { type GcsAccess, type GcsOptions, openGcs } from './gcs/gcs-access';
import { factsOf, type GcsStep, isAbsent } from './gcs/gcs-failure';
import { getGcsObject } from './gcs/get-object';
import { putGcsObject } from './gcs/put-object';
import { assertKeyPrefix, assertObjectKey, isObjectKey } from './key-rules';
import type { ObjectStore, StoredObject } from './object-store';

const LIST: GcsStep = { doing: 'list the objects', permission: 'storage.objects.list' };
const PAGE = 1000;

/** Objects in a bucket of Google Cloud Storage. Nothing is loaded or contacted before use. */
export function createGcsStore(options: GcsOptions): ObjectStore {
  let opened: Promise<GcsAccess> | undefined;
  const gcs = (): Promise<GcsAccess> => {
    opened ??= openGcs(options);
    return opened;
  };
  const { bucket, prefix } = options;

  return {
    description: `Google Cloud Storage bucket ${bucket}${prefix ? `/${prefix.slice(0, -1)}` : ''}`,
    kind: 'gcs',
    caps: { conditionalPut: true, signedUrl: true, objectLock: false },

    async put(key, body, put = {}) {
      assertObjectKey(key);
      if (put.retainUntil)
        throw failure('UNSUPPORTED', 'Locks on single objects are not used with Google Cloud Storage.');
      return putGcsObject(await gcs(), key, body, put);
    },

    async get(key, get = {}) {
      assertObjectKey(key);
      return getGcsObject(await gcs(), key, get);
    },

    async stat(key) {
      assertObjectKey(key);
      const access = await gcs();
      const step = { doing: `look at “${key}”`, permission: 'storage.objects.get' };
      const look = () =>
        access.bucket
          .file(prefix + key)
          .getMetadata()
          .catch((error: unknown) => {
            if (isAbsent(error)) return null;
            throw error;
          });
      const found = await access.ask(step, look);
      return found && { key, ...sizeAndTime(found[0]) };
    },

    async *list(below, { after = '' } = {}) {
      assertKeyPrefix(below);
      yield* listObjects(await gcs(), below, after);
    },

    async delete(key) {
      assertObjectKey(key);
      const access = await gcs();
      const step = { doing: `delete “${key}”`, permission: 'storage.objects.delete' };
      return access.ask(step, () =>
        access.bucket
          .file(prefix + key)
          .delete()
          .then(
            () => 'deleted' as const,
            (error: unknown) => {
              if (isAbsent(error)) return 'absent' as const;
              if (isRetained(error)) return 'retained' as const;
              throw error;
            },
          ),
      );
    },

    async signedUrl(key, secondsToLive, fileName) {
      assertObjectKey(key);
      const access = await gcs();
      if (!/^[\w.-]+$/.test(fileName)) throw failure('INVALID_INPUT', 'This is not a name for a download.');
      const step = { doing: 'sign an address', permission: 'iam.serviceAccounts.signBlob' };
      const [address] = await access.ask(step, () =>
        access.bucket.file(prefix + key).getSignedUrl({
          version: 'v4',
          action: 'read',
          expires: Date.now() + secondsToLive * 1000,
          responseDisposition: `attachment; filename="${fileName}"`,
          responseType: 'application/octet-stream',
        }),
      );
      return address;
    },

    /** Sessions that were not ended are no objects, cannot be listed and expire after a week: there is nothing to sweep. */
    async sweepUploads(below) {
      assertKeyPrefix(below);
      return 0;
    },

    freeBytes: async () => null,
  };
}

const sizeAndTime = ({ size, updated }: { size?: string | number; updated?: string }) => ({
  size: Number(size ?? 0),
  modifiedAt: new Date(updated ?? 0),
});

/** The rules of the bucket or a hold keep the object: no missing right. */
const isRetained = (error: unknown): boolean => {
  const { status, text } = factsOf(error);
  return status === 403 && /retention|hold/i.test(text);
};

async function* listObjects(
  { bucket, prefix, ask }: GcsAccess,
  below: string,
  after: string,
): AsyncGenerator<StoredObject> {
  let pageToken: string | undefined;
  do {
    const [files, next] = await ask(LIST, () =>
      bucket.getFiles({
        prefix: prefix + below,
        autoPaginate: false,
        maxResults: PAGE,
        pageToken,
        ...(after === '' ? {} : { startOffset: prefix + after }),
      }),
    );
    for (const { name, metadata } of files) {
      const key = name.slice(prefix.length);
      if (key !== after && isObjectKey(key)) yield { key, ...sizeAndTime(metadata) };
    }
    pageToken = (next as { pageToken?: string } | null)?.pageToken;
  } while (pageToken !== undefined);
}
