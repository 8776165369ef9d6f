import type { CatalogEntry } from '../catalog/catalog-entry';
import type { Manifest } from '../catalog/manifest';
import type { BackupContext, Destination } from '../context';
import { AppFailure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import { isGood, proofOf } from '../policy/proof';
import type { DestinationAddress } from '../storage/destination-address';
import { answerInTime } from './answer-in-time';
import { isWhole } from './is-whole';
import { primaryPlace } from './resolve-place';

interface Place extends Destination {
  address: DestinationAddress;
}

interface Found {
  manifest: Manifest;
  /** What is known of all backups. */
  entries: readonly CatalogEntry[];
}

export interface KitSource extends Found {
  name: string;
  address: DestinationAddress;
}

const SILENT = ['STORAGE_DOWN', 'The copy does not answer in time.'] as const;
const COPY_PATIENCE_MS = 5_000;
/** Where so many of the newest backups are not whole, another place is looked at. */
const TRIED = 25;

/**
 * The newest good full backup that is whole, and where a recovery should read it: in the primary store, unless that is a
 * folder of the server, which is lost with it, and a copy elsewhere is good. Null where no place has one. Throws
 * STORAGE_DOWN where the primary does not answer and no copy has one.
 */
export async function findKitSource(
  context: BackupContext,
): Promise<{ entries: readonly CatalogEntry[]; source: KitSource | null }> {
  const { primary, copies } = context.settings.destinations;
  const main: Place = { ...primaryPlace(context), address: primary.address };
  const others = context.copies.flatMap((copy): Place[] => {
    const settings = copies.find(({ name }) => name === copy.name);
    return settings ? [{ ...copy, address: settings.address }] : [];
  });
  const isLocal = ({ address }: Place) => address.kind === 'local';
  const [away, near] = [others.filter((place) => !isLocal(place)), others.filter(isLocal)];
  const listed = await attempt(() => context.catalog.list());
  const here = listed.ok ? listed.value.entries : [];
  for (const place of isLocal(main) ? [...away, main, ...near] : [main, ...away, ...near]) {
    const found =
      place === main
        ? await attempt(() => newestWhole(main, here))
        : await answerInTime(() => newestCopy(place, here), SILENT, COPY_PATIENCE_MS);
    if (!found.ok || !found.value) continue;
    const { name, address } = place;
    return { entries: found.value.entries, source: { ...found.value, name, address } };
  }
  if (!listed.ok) throw new AppFailure(listed.error);
  return { entries: here, source: null };
}

/** By the records of copies; where the primary tells of no backup at all, by what the copy itself holds. */
async function newestCopy(place: Place, here: readonly CatalogEntry[]): Promise<Found | null> {
  if (here.length === 0) return newestWhole(place, (await place.catalog.list()).entries);
  const copied = here.filter(({ copies }) => copies.find(({ destination }) => destination === place.name)?.passed);
  const found = await newestWhole(place, copied);
  return found && { ...found, entries: here };
}

async function newestWhole({ catalog, store }: Destination, entries: readonly CatalogEntry[]): Promise<Found | null> {
  const isUsable = (entry: CatalogEntry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry));
  for (const { manifest } of entries.filter(isUsable).slice(0, TRIED)) {
    const read = await attempt(() => catalog.get(manifest.id));
    if (!read.ok && !['NOT_FOUND', 'CORRUPT'].includes(read.error.code)) throw new AppFailure(read.error);
    if (!read.ok || !isUsable(read.value)) continue;
    if (await isWhole(store, read.value.manifest)) return { manifest: read.value.manifest, entries };
  }
  return null;
}
