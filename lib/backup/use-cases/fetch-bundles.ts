import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ContentBundle } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { ByteMeter, metered } from '../kernel/digest';
import { openStored } from './open-stored';
import { decryptionFor } from './stored-encryption';

/**
 * Gives `work` the bundles of a recovery point as local files, the full one first, each with the size and hash that the
 * signed manifest names, decrypted. Throws AppFailure: CORRUPT, NOT_FOUND (one is gone from the store), STORAGE_DOWN,
 * UNSUPPORTED (no key that opens them).
 */
export async function withBundleFiles<T>(
  context: BackupContext,
  bundle: ContentBundle,
  work: (files: string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'content-bundles-'));
  try {
    const files: string[] = [];
    for (const [index, { key, size, sha256, encryption }] of [...bundle.needs, bundle].entries()) {
      const file = path.join(folder, `${index}.bundle`);
      const meter = new ByteMeter();
      const decrypt = await decryptionFor(context, encryption);
      await pipeline(
        decrypt(metered(await openStored(context, { key, size }), meter)),
        createWriteStream(file, { mode: 0o600 }),
      );
      if (meter.size !== size || meter.sha256() !== sha256) {
        throw failure('CORRUPT', 'The stored content bundle was changed after it was stored. Nothing was restored.', {
          hint: 'Take another recovery point, and check the storage for errors.',
        });
      }
      files.push(file);
    }
    return await work(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
