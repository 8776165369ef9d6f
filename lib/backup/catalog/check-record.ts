import { RECORD_NAME } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { loadCopy } from './copy-record';
import { loadBytes } from './load-bytes';
import type { CatalogPlace } from './parse-manifest';
import { loadPin, loadRelease } from './pin';
import { restorationSchema } from './restoration';
import { isAuthentic, parseObject } from './signed-json';
import { verificationSchema } from './verification';

/** Whether the record beside a manifest is, byte for byte, what was signed for this place. Null for any other name. */
export async function isGenuineRecord(store: ObjectStore, key: string, place: CatalogPlace): Promise<boolean | null> {
  switch (RECORD_NAME.exec(key.slice(key.lastIndexOf('/') + 1))?.[1]) {
    case 'verification':
      return isGenuineVerification(store, key, place);
    case 'pin':
      return (await loadPin(store, key, place))?.record !== null;
    case 'release':
      return (await loadRelease(store, key, place)).length > 0;
    case 'copy':
      return (await loadCopy(store, key, place)) !== null;
    default:
      return null;
  }
}

/** Whether the record of a restore, an undo or a reset is what was signed for this place. */
export async function isGenuineRestoration(store: ObjectStore, key: string, place: CatalogPlace): Promise<boolean> {
  const bytes = await loadBytes(store, key);
  if (typeof bytes === 'string') return bytes === 'absent';
  const parsed = restorationSchema.safeParse(parseObject(bytes));
  return (
    parsed.success &&
    isAuthentic(place.signer, 'restoration:v1', parsed.data, bytes) &&
    place.keys.restorationKey(parsed.data.id) === key
  );
}

async function isGenuineVerification(store: ObjectStore, key: string, place: CatalogPlace): Promise<boolean> {
  const bytes = await loadBytes(store, key);
  if (typeof bytes === 'string') return bytes === 'absent';
  const parsed = verificationSchema.safeParse(parseObject(bytes));
  return (
    parsed.success &&
    isAuthentic(place.signer, 'verification:v1', parsed.data, bytes) &&
    place.keys.verificationKey(parsed.data.backupId, parsed.data.id) === key
  );
}
