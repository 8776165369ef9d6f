import type { Clock } from '../kernel/clock';
import type { DestinationSettings } from './destination-settings';
import { createGcsStore } from './gcs-store';
import { createLocalStore } from './local-store';
import { isBackupObject } from './object-keys';
import type { ObjectStore } from './object-store';
import { createS3Store } from './s3-store';

const DAY_MS = 86_400_000;

/** The store of a destination. Nothing is contacted yet and no cloud library is loaded before its first use. */
export function openStore(
  { address, s3Credentials, gcsCredentials }: DestinationSettings,
  { lockDays, clock }: { lockDays: number; clock: Clock },
): ObjectStore {
  switch (address.kind) {
    case 'local':
      return createLocalStore(address);
    case 's3':
      return locked(createS3Store({ ...address, credentials: s3Credentials }), lockDays, clock);
    case 'gcs':
      return createGcsStore({ ...address, credentials: gcsCredentials });
  }
}

/** Everything that makes a backup is stored with a date until which nobody can delete it. */
function locked(store: ObjectStore, days: number, clock: Clock): ObjectStore {
  if (days === 0) return store;
  return {
    ...store,
    put: (key, body, options = {}) =>
      store.put(
        key,
        body,
        isBackupObject(key) ? { ...options, retainUntil: new Date(clock.now().getTime() + days * DAY_MS) } : options,
      ),
  };
}
