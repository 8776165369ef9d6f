import { AppFailure } from '../kernel/app-error';
import type { Clock } from '../kernel/clock';
import { isId } from '../kernel/ids';
import { ADOPTION_NAME, isBackupObject, MANIFEST_NAME, RECORD_NAME, TOMBSTONE_NAME } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { isRefusal } from '../storage/refusal';
import { writeSmallObject } from '../storage/small-objects';
import { loadBytes } from './load-bytes';
import { type CatalogPlace, parseManifest } from './parse-manifest';
import { beginRemoval, lockedByStore, undeleteBackup } from './remove-backup';
import { toSignedBytes } from './signed-json';
import { readTombstone, type Tombstone, type UnsignedTombstone } from './tombstone';

export interface MirroredRemovals {
  removed: string[];
  broughtBack: string[];
  /** Ids that the other store keeps under a lock. */
  retained: string[];
  /** Ids that the other store does not allow us to remove. */
  refused: string[];
  /** Ids that stand in the other store without manifest and removal record, and of which nothing is here. */
  unknown: string[];
}

/**
 * Does in another store what was done here: what has a genuine tombstone is removed there, what was brought back is
 * brought back there. A backup that is simply not here is left alone: this store may be the one that lost it.
 */
export async function mirrorRemovals(
  from: ObjectStore,
  to: ObjectStore,
  { clock, place }: { clock: Clock; place: CatalogPlace },
): Promise<MirroredRemovals> {
  const [here, there] = await Promise.all([statesIn(from, place), statesIn(to, place)]);
  const mirrored: MirroredRemovals = { removed: [], broughtBack: [], retained: [], refused: [], unknown: [] };
  for (const [id, state] of there) {
    const own = here.get(id);
    if ((isListed(state) || state === 'unlisted') && own === 'removed') {
      const tombstone = await genuine(() => readTombstone(from, id, place));
      if (!tombstone) continue;
      const remove = isListed(state) ? removeThere : condemnThere;
      const removed = await allowed(() => remove(to, tombstone, { clock, place }));
      mirrored[removed === null ? 'retained' : removed === 'refused' ? 'refused' : 'removed'].push(id);
    } else if ((state === 'removed' || state === 'half-removed') && isListed(own)) {
      const manifest = await allowed(() => undeleteBackup(to, id, place));
      if (manifest !== null && manifest !== 'refused') mirrored.broughtBack.push(id);
    } else if (state === 'unlisted' && own === undefined) mirrored.unknown.push(id);
  }
  return mirrored;
}

/**
 * The removal has the time that it has here. What was begun there is only finished: a store that retains the backup, or
 * refuses a deletion, is asked again with every round, and is not to gather a tombstone each time. An older one is of an
 * earlier removal.
 */
async function removeThere(
  to: ObjectStore,
  { id, actor, removedAt }: Tombstone,
  { place }: { place: CatalogPlace },
): Promise<void> {
  const begun = await readTombstone(to, id, place);
  const key = place.keys.manifestKey(id);
  const bytes = begun && begun.removedAt >= removedAt ? await loadBytes(to, key) : 'absent';
  const isBegun = typeof bytes !== 'string' && begun?.manifestBase64 === bytes.toString('base64');
  if (!isBegun) await beginRemoval(to, id, { actor, removedAt, place });
  if ((await to.delete(key)) === 'retained') throw lockedByStore(id);
}

/**
 * For what stands there without a manifest: its copy was not finished, or was cut. The removal record lets the other
 * store purge it. Of what is not whole it says that nothing is missing there, and that it cannot be brought back.
 */
async function condemnThere(
  to: ObjectStore,
  { signature: _, ...tombstone }: Tombstone,
  { clock, place }: { clock: Clock; place: CatalogPlace },
): Promise<void> {
  const isWhole = await hasPieces(to, tombstone, place);
  const unsigned: UnsignedTombstone = isWhole
    ? tombstone
    : { ...tombstone, purgedAt: tombstone.purgedAt ?? clock.now().toISOString() };
  const key = place.keys.tombstoneKey(tombstone.id);
  await writeSmallObject(to, key, toSignedBytes(place.signer, 'tombstone:v1', unsigned));
}

async function hasPieces(
  store: ObjectStore,
  { id, manifestBase64 }: UnsignedTombstone,
  place: CatalogPlace,
): Promise<boolean> {
  const parsed = parseManifest(Buffer.from(manifestBase64, 'base64'), place.keys.manifestKey(id), place);
  if (parsed.state === 'damaged') return false;
  const { artifact, bundle } = parsed.manifest;
  for (const { key, size } of [artifact, ...(bundle ? [...bundle.needs, bundle] : [])]) {
    if ((await store.stat(key))?.size !== size) return false;
  }
  return true;
}

/** From the quietest. `unlisted` has neither manifest nor tombstone, `half-removed` has both: it is listed still. */
const STATES = ['unlisted', 'adopted', 'removed', 'listed', 'half-removed'] as const;
type State = (typeof STATES)[number];

const isListed = (state: State | undefined): boolean => state === 'listed' || state === 'half-removed';

/** By backup id. */
async function statesIn(store: ObjectStore, { keys }: CatalogPlace): Promise<ReadonlyMap<string, State>> {
  const states = new Map<string, State>();
  for await (const { key } of store.list(keys.sitePrefix)) {
    const [name = '', id = ''] = key.split('/').reverse();
    const state = isId(id) ? stateBy(key, name, keys.backupPrefix(id)) : null;
    if (state) states.set(id, together(state, states.get(id)));
  }
  return states;
}

function together(state: State, known: State = 'unlisted'): State {
  const [quiet, loud] = STATES.indexOf(state) < STATES.indexOf(known) ? [state, known] : [known, state];
  return quiet === 'removed' && loud === 'listed' ? 'half-removed' : loud;
}

function stateBy(key: string, name: string, folder: string): State | null {
  if (name === MANIFEST_NAME) return 'listed';
  if (name === TOMBSTONE_NAME) return 'removed';
  if (key !== folder + name) return null;
  if (name === ADOPTION_NAME) return 'adopted';
  return isBackupObject(key) || RECORD_NAME.test(name) ? 'unlisted' : null;
}

/** What cannot be believed, is locked or went away meanwhile is skipped; trouble with the store is thrown. */
async function genuine<T>(work: () => Promise<T>): Promise<T | null | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppFailure && ['CORRUPT', 'CONFLICT', 'NOT_FOUND'].includes(error.error.code)) return null;
    throw error;
  }
}

/** The same in a store that may forbid it, which is no trouble with it: one key is allowed more than another. */
async function allowed<T>(work: () => Promise<T>): Promise<T | null | undefined | 'refused'> {
  try {
    return await genuine(work);
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
}
