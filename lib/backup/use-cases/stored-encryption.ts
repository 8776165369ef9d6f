import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import { decryptAge, tryHeader } from '../storage/encryption/age';
import { type IdentitySource, requireIdentities } from '../storage/encryption/identity-source';
import type { Encryption } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import type { Opening } from '../views';

/** A header with hundreds of recipients is shorter. Bytes. */
const HEADER_BYTES = 64 * 1024;

export const identitySource = ({ settings }: Pick<BackupContext, 'settings'>): IdentitySource => ({
  file: settings.BACKUP_IDENTITY_FILE,
  keys: settings.BACKUP_IDENTITY,
});

export const isIdentitySet = ({ settings }: Pick<BackupContext, 'settings'>): boolean =>
  settings.BACKUP_IDENTITY_FILE !== undefined || settings.BACKUP_IDENTITY !== undefined;

/**
 * What makes stored bytes as they were before encryption. Throws UNSUPPORTED where this machine holds no key, before
 * anything is read; the stream throws UNSUPPORTED where no key fits, and CORRUPT.
 */
export async function decryptionFor(
  context: Pick<BackupContext, 'settings'>,
  encryption: Encryption | undefined,
): Promise<(stored: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>> {
  if (encryption !== 'age') return (stored) => stored;
  const identities = await requireIdentities(identitySource(context));
  return (stored) => decryptAge(stored, identities);
}

/**
 * Whether this machine could open a stored object, found out from its first bytes. `damaged`: it is gone, or it does not
 * begin as it should; a full reading says what happened. Throws STORAGE_DOWN.
 */
export async function tryOpening(
  context: Pick<BackupContext, 'settings'>,
  store: ObjectStore,
  { key, encryption }: { key: string; encryption?: Encryption | undefined },
): Promise<Opening> {
  if (encryption !== 'age') return 'plain';
  const identities = await attempt(() => requireIdentities(identitySource(context)));
  if (!identities.ok) return identities.error.code === 'UNSUPPORTED' ? 'no-identity' : 'bad-identity';
  return tryOpeningWith(store, { key }, identities.value);
}

/** As `tryOpening`, with these private keys. */
export async function tryOpeningWith(
  store: ObjectStore,
  { key }: { key: string },
  identities: readonly string[],
): Promise<'open' | 'other-identity' | 'damaged'> {
  const opened = await attempt(async () => {
    const first: Uint8Array[] = [];
    for await (const chunk of await store.get(key, { start: 0, end: HEADER_BYTES - 1 })) first.push(chunk);
    await tryHeader(Buffer.concat(first), identities);
  });
  if (opened.ok) return 'open';
  if (opened.error.code === 'UNSUPPORTED') return 'other-identity';
  if (opened.error.code === 'CORRUPT' || opened.error.code === 'NOT_FOUND') return 'damaged';
  throw new AppFailure(opened.error);
}
