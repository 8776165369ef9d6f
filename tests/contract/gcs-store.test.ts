import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { GcsOptions } from '@/lib/backup/storage/gcs/gcs-access';
import { createGcsStore } from '@/lib/backup/storage/gcs-store';
import { type GcsService, startGcsStandIn } from '@/tests/support/gcs-server';
import { describeObjectStore } from './object-store-contract';
import type { MakeStore } from './store-under-test';

const storeOf =
  (options: () => GcsOptions): MakeStore =>
  async () => {
    const made = options();
    const store = createGcsStore(made);
    return {
      store,
      elsewhere: {
        module: new URL('../../lib/backup/storage/gcs-store.ts', import.meta.url).href,
        factory: 'createGcsStore',
        options: { ...made },
        // Sessions of Google's that nobody ended cannot be listed; they expire by themselves.
        expires: true,
      },
      async tearDown() {
        for await (const { key } of store.list('')) await store.delete(key);
      },
    };
  };

describe('stand-in', () => {
  let service: GcsService;
  beforeAll(async () => {
    service = await startGcsStandIn();
  });
  afterAll(() => service?.stop());
  describeObjectStore(
    'stand-in of Google Cloud Storage',
    storeOf(() => ({ bucket: 'stand-in', prefix: `${randomUUID()}/`, endpoint: service.endpoint, credentials: null })),
  );
});

const bucket = process.env.TEST_GCS_BUCKET;
if (!bucket) it('keeps the contract on Google Cloud Storage', ({ skip }) => skip('TEST_GCS_BUCKET names no bucket'));
else {
  describeObjectStore(
    'Google Cloud Storage',
    storeOf(() => ({ bucket, prefix: `contract/${randomUUID()}/`, endpoint: null, credentials: null })),
  );
}
