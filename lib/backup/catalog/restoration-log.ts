import { failure } from '../kernel/app-error';
import type { ObjectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { writeOnce } from './commit-manifest';
import { loadBytes } from './load-bytes';
import {
  type Restoration,
  restorationSchema,
  type UnsignedRestoration,
  unsignedRestorationSchema,
} from './restoration';
import type { Signer } from './signature';
import { deepFreeze, isAuthentic, parseObject, toSignedBytes } from './signed-json';

/** What restores, undos and resets came to, kept with the backups. All errors are AppFailure. */
export interface RestorationLog {
  /** CONFLICT where this run has an entry already. */
  write(restoration: UnsignedRestoration): Promise<void>;
  /** Null where there is none. CORRUPT where it was changed after it was signed. */
  read(runId: string): Promise<Restoration | null>;
}

export function createRestorationLog(place: { store: ObjectStore; signer: Signer; keys: ObjectKeys }): RestorationLog {
  const { store, signer, keys } = place;
  return {
    async write(unsigned) {
      const parsed = unsignedRestorationSchema.safeParse(unsigned);
      if (!parsed.success)
        throw failure('INTERNAL', 'The record of the restore is malformed.', { cause: parsed.error });
      await writeOnce(store, keys.restorationKey(unsigned.id), toSignedBytes(signer, 'restoration:v1', parsed.data));
    },

    async read(runId) {
      const bytes = await loadBytes(store, keys.restorationKey(runId));
      if (bytes === 'absent') return null;
      const parsed = typeof bytes === 'string' ? null : restorationSchema.safeParse(parseObject(bytes));
      const genuine =
        typeof bytes !== 'string' &&
        parsed?.success === true &&
        parsed.data.id === runId &&
        isAuthentic(signer, 'restoration:v1', parsed.data, bytes);
      if (genuine) return deepFreeze(parsed.data);
      throw failure('CORRUPT', 'The record of this restore was changed after it was written.', {
        hint: 'Do not rely on it. The databases themselves are not affected.',
      });
    },
  };
}
