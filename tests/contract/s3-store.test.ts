import { it } from 'vitest';
import { createS3Store } from '@/lib/backup/storage/s3-store';
import { missingS3Programs } from '@/tests/support/s3-server';
import { newS3Bucket } from '@/tests/support/shared-s3';
import { describeObjectStore } from './object-store-contract';

const missing = missingS3Programs();

if (missing) it('keeps the contract on a real S3 server', ({ skip }) => skip(missing));
else {
  describeObjectStore('S3 server', async () => {
    const options = { ...(await newS3Bucket()), prefix: 'backups/of the site/' };
    return {
      store: createS3Store(options),
      elsewhere: {
        module: new URL('../../lib/backup/storage/s3-store.ts', import.meta.url).href,
        factory: 'createS3Store',
        options: { ...options },
      },
      tearDown: async () => undefined,
    };
  });
}
