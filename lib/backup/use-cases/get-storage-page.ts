import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { idTime, isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import { type KeptStorageTest, readStorageTests } from '../runs/storage-tests';
import { MANIFEST_NAME, objectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import type { DestinationView, StoragePageView } from '../views';
import { answerInTime } from './answer-in-time';
import { copyViews } from './copy-views';
import { reachDatabase } from './reach-database';
import { chosenCopies } from './read-policy';

const SHOWN = 20;
const NEWEST = 5;

/**
 * Every destination with what it holds, and how the recovery points stand with the copies. A destination that does not
 * answer in time is told so and keeps nobody waiting. Errors: STORAGE_DOWN.
 */
export function getStoragePage(context: BackupContext): Promise<Result<StoragePageView>> {
  return attempt(async () => {
    const [{ entries }, chosen, tested] = await Promise.all([
      context.catalog.list(),
      chosenCopies(context),
      attempt(async () => readStorageTests(await reachDatabase(context))),
    ]);
    // A database that is away has no say in what the stores hold.
    const tests = tested.ok ? tested.value : [];
    const points = entries.filter((entry) => isGood(proofOf(entry)));
    const isChosen = (destination: string) => chosen.some(({ name }) => name === destination);
    const places = [{ name: 'primary', store: context.store }, ...context.copies];
    const destinations = await Promise.all(
      places.map((place) => destinationView(context, { ...place, tests }, isChosen(place.name) ? points : [])),
    );
    const shown = points
      .map((entry) => ({ entry, copies: copyViews(context, entry) }))
      .filter(
        ({ copies }, index) =>
          index < NEWEST || copies.some(({ destination, state }) => isChosen(destination) && state !== 'done'),
      )
      .slice(0, SHOWN);
    return {
      destinations,
      points: shown.map(({ entry, copies }) => ({
        id: entry.manifest.id,
        createdAt: entry.manifest.createdAt,
        size: entry.manifest.artifact.size,
        proof: proofOf(entry),
        copies,
      })),
      lockDays: context.settings.BACKUP_OBJECT_LOCK_DAYS,
    };
  });
}

async function destinationView(
  context: BackupContext,
  { name, store, tests }: { name: string; store: ObjectStore; tests: readonly KeptStorageTest[] },
  points: readonly CatalogEntry[],
): Promise<DestinationView> {
  const silence = `Nothing came from “${name}” within seconds: what it holds is not known.`;
  const holds = await answerInTime(() => holdsOf(context, store), ['STORAGE_DOWN', silence]);
  const copies = points.flatMap((entry) => copyViews(context, entry)).filter(({ destination }) => destination === name);
  return {
    name,
    kind: store.kind,
    description: store.description,
    holds: holds.ok ? holds.value : null,
    error: holds.ok ? null : holds.error,
    lastTest: tests.find((test) => test.name === name && test.description === store.description)?.result ?? null,
    missing: copies.filter(({ state }) => state !== 'done').length,
    failed: copies.filter(({ state }) => state === 'failed').length,
  };
}

/** From one listing: every object counts, whatever it is. */
async function holdsOf({ site }: BackupContext, store: ObjectStore): Promise<DestinationView['holds']> {
  let bytes = 0;
  const ids = new Set<string>();
  for await (const { key, size } of store.list(objectKeys(site.slug).sitePrefix)) {
    bytes += size;
    const [name, id = ''] = key.split('/').reverse();
    if (name === MANIFEST_NAME && isId(id)) ids.add(id);
  }
  const newest = [...ids].sort().at(-1);
  const newestAt = newest ? idTime(newest).toISOString() : null;
  return { backups: ids.size, bytes, newestAt, freeBytes: await store.freeBytes() };
}
