import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { GcsOptions } from '@/lib/backup/storage/gcs/gcs-access';
import { createGcsStore } from '@/lib/backup/storage/gcs-store';
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
  let endpoint = '';
  let stop = () => {};
  beforeAll(async () => {
    const script = fileURLToPath(new URL('../support/gcs-stand-in.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    stop = () => child.stdin.end();
    endpoint = String((await once(child.stdout, 'data'))[0]).trim();
  });
  afterAll(() => stop());
  describeObjectStore(
    'stand-in of Google Cloud Storage',
    storeOf(() => ({ bucket: 'stand-in', prefix: `${randomUUID()}/`, endpoint, credentials: null })),
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
