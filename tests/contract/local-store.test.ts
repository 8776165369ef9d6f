import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalStore } from '@/lib/backup/storage/local-store';
import { describeObjectStore } from './object-store-contract';

describeObjectStore('local folder', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'local-store-'));
  const options = { directory: join(parent, 'made at the first put') };
  return {
    store: createLocalStore(options),
    elsewhere: {
      module: new URL('../../lib/backup/storage/local-store.ts', import.meta.url).href,
      factory: 'createLocalStore',
      options,
    },
    tearDown: () => rm(parent, { recursive: true, force: true }),
  };
});
