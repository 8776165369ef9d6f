import { failure } from '../kernel/app-error';
import { type Clock, systemClock } from '../kernel/clock';
import { objectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { type Adoption, adoptBackup, readAdoption } from './adoption';
import type { CatalogEntry, DamagedEntry } from './catalog-entry';
import type { CatalogCheck } from './catalog-finding';
import { type CheckOptions, checkCatalog } from './check-catalog';
import { commitManifest, writeOnce } from './commit-manifest';
import { condemnLeftover } from './condemn-leftover';
import { addCopy, type UnsignedCopyRecord } from './copy-record';
import { createEntryReader, newestFirst } from './entry-reader';
import { findBackups } from './find-backups';
import { findOrphans, type Orphan, sweepOrphans } from './find-orphans';
import type { Manifest, UnsignedManifest } from './manifest';
import { mapBounded } from './map-bounded';
import { type MirroredRemovals, mirrorRemovals } from './mirror-removals';
import { pinBackup, releaseBackup } from './pin';
import { discardRun, purgeRemoved } from './purge-backups';
import { removeBackup, undeleteBackup } from './remove-backup';
import type { Signer } from './signature';
import { deepFreeze, toSignedBytes } from './signed-json';
import {
  type UnsignedVerification,
  unsignedVerificationSchema,
  type Verification,
  verificationSchema,
} from './verification';

const READS_AT_ONCE = 8;

/** The set of manifests in the store: the truth about which backups exist. All errors are AppFailure. */
export interface Catalog {
  /** The only commit point. CORRUPT where the data is not in the store, CONFLICT where the id is taken. */
  commit(manifest: UnsignedManifest): Promise<Manifest>;
  /** Newest first. Whole or an error: an object that cannot be read by the store throws, one that is broken is named. */
  list(): Promise<{ entries: CatalogEntry[]; damaged: DamagedEntry[] }>;
  /** Read anew from the store. NOT_FOUND, or CORRUPT for a damaged one. */
  get(id: string): Promise<CatalogEntry>;
  /** NOT_FOUND where the backup does not exist. */
  addVerification(verification: UnsignedVerification): Promise<Verification>;
  /** Keeps a backup until the pin is released, whatever the policy says. NOT_FOUND where it does not exist. */
  pin(id: string, by: { actor: string; note: string | null }): Promise<void>;
  /** Ends all pins of a backup; nothing to end is no error. */
  release(id: string, by: { actor: string }): Promise<void>;
  /** NOT_FOUND where the backup does not exist. */
  addCopy(copy: UnsignedCopyRecord): Promise<void>;
  /** Removes in a store of copies what was removed here, and brings back what was brought back. */
  mirrorRemovals(to: ObjectStore): Promise<MirroredRemovals>;
  /** Lets what is left of a backup that was deleted for good be purged. False where there is nothing of the kind. */
  condemn(id: string, by: { actor: string }): Promise<boolean>;
  /** Takes a backup out of the list; `undelete` brings it back until `purgeRemoved` deletes its data. */
  remove(id: string, by: { actor: string }): Promise<void>;
  undelete(id: string): Promise<Manifest>;
  /** Deletes the data of backups that were removed before `olderThan`; gives their ids. Of `keep` the tombstone stays. */
  purgeRemoved(limit: { olderThan: Date; keep?: ReadonlySet<string> }): Promise<string[]>;
  /** What runs left that never came to a backup, older than that. Nothing is deleted. */
  orphans(limit: { olderThan: Date }): Promise<Orphan[]>;
  /** Deletes those of `ids` that are orphans still; gives their ids. */
  sweepOrphans(limit: { ids: readonly string[]; olderThan: Date }): Promise<string[]>;
  /** Everything in the store against what signed records say. */
  check(options?: CheckOptions): Promise<CatalogCheck>;
  /** Keeps a data file whose manifest is gone, unproven. NOT_FOUND, CONFLICT. */
  adopt(id: string, by: { actor: string; signal?: AbortSignal }): Promise<Adoption>;
  /** Null where the backup was not adopted, or its record cannot be believed. */
  adoption(id: string): Promise<Adoption | null>;
  /** Clears what a lost run left behind. CONFLICT where the backup was committed. */
  discard(id: string): Promise<void>;
}

export interface CatalogSettings {
  store: ObjectStore;
  signer: Signer;
  /** Slug of the site, the first folder of all its keys. */
  site: string;
  clock?: Clock;
}

export function createCatalog({ store, signer, site, clock = systemClock }: CatalogSettings): Catalog {
  const keys = objectKeys(site);
  const place = { site, keys, signer };
  const readEntry = createEntryReader(store, place);

  const get = async (id: string): Promise<CatalogEntry> => {
    const key = keys.manifestKey(id);
    const objects = (await findBackups(store, keys.backupPrefix(id))).find(({ manifest }) => manifest.key === key);
    const read = objects ? await readEntry(objects, { fresh: true }) : null;
    if (read === null) throw failure('NOT_FOUND', `There is no backup ${id}.`, { hint: 'Take the id from the list.' });
    if (read.state === 'entry') return read.entry;
    throw failure('CORRUPT', `Backup ${id} cannot be used. ${read.damaged.reason}`, {
      hint: 'Use another backup; this one stays in the store for a person to look at.',
    });
  };

  return {
    commit: (manifest) => commitManifest(store, manifest, place),

    async list() {
      const found = await findBackups(store, keys.sitePrefix);
      const read = (await mapBounded(found, READS_AT_ONCE, (objects) => readEntry(objects))).filter(
        (one) => one !== null,
      );
      const entries = read.flatMap((one) => (one.state === 'entry' ? [one.entry] : []));
      const damaged = read.flatMap((one) => (one.state === 'damaged' ? [one.damaged] : []));
      entries.sort((left, right) => newestFirst(left.manifest, right.manifest));
      return { entries, damaged: damaged.sort(newestFirst) };
    },

    get,

    async addVerification(unsigned) {
      const parsed = unsignedVerificationSchema.safeParse(unsigned);
      if (!parsed.success) {
        throw failure('INTERNAL', 'The result of the verification is malformed.', { cause: parsed.error });
      }
      const { backupId, id } = parsed.data;
      if ((await store.stat(keys.manifestKey(backupId))) === null) {
        throw failure('NOT_FOUND', `There is no backup ${backupId} any more.`);
      }
      const bytes = toSignedBytes(signer, 'verification:v1', parsed.data);
      await writeOnce(store, keys.verificationKey(backupId, id), bytes);
      return deepFreeze(verificationSchema.parse(JSON.parse(bytes.toString())));
    },

    pin: (id, { actor, note }) => pinBackup(store, id, { actor, note, clock, place }),
    async release(id, { actor }) {
      const entry = await get(id);
      if (entry.pins.length > 0) await releaseBackup(store, entry, { actor, clock, place });
    },
    addCopy: (copy) => addCopy(store, copy, place),
    mirrorRemovals: (to) => mirrorRemovals(store, to, { clock, place }),
    condemn: (id, { actor }) => condemnLeftover(store, id, { actor, clock, place }),
    remove: (id, { actor }) => removeBackup(store, id, { actor, clock, place }),
    undelete: (id) => undeleteBackup(store, id, place),
    purgeRemoved: (limit) => purgeRemoved(store, limit, { clock, place }),
    orphans: ({ olderThan }) => findOrphans(store, olderThan, place),
    sweepOrphans: (limit) => sweepOrphans(store, limit, place),
    check: (options) => checkCatalog(store, place, options),
    adopt: (id, by) => adoptBackup(store, id, { ...by, clock, place }),
    async adoption(id) {
      const read = await readAdoption(store, id, place);
      return typeof read === 'string' ? null : read;
    },
    discard: (id) => discardRun(store, id, place),
  };
}
