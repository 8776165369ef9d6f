import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { forecastGrowth } from '../policy/growth';
import { isGood, proofOf } from '../policy/proof';
import type { DestinationUse, TrendPoint, TrendsView } from '../views';

const MOST_POINTS = 90;

/** How backups grow and how long they take, and what each destination holds and will hold. Errors: STORAGE_DOWN. */
export function getTrends(context: BackupContext): Promise<Result<TrendsView>> {
  return attempt(async () => {
    const { entries } = await context.catalog.list();
    return {
      points: entries.filter(isGoodFull).slice(0, MOST_POINTS).map(trendPoint).toReversed(),
      destinations: await destinationUses(context, entries),
    };
  });
}

const isGoodFull = (entry: CatalogEntry): boolean => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry));

function trendPoint({ manifest, verifications }: CatalogEntry): TrendPoint {
  const { id, createdAt, finishedAt, artifact } = manifest;
  const proof = verifications.find(({ level, passed }) => level === 'restore' && passed);
  return {
    backupId: id,
    at: createdAt,
    size: artifact.size,
    durationMs: Date.parse(finishedAt) - Date.parse(createdAt),
    restoreMs: proof?.restoreMs ?? null,
  };
}

/** What each destination holds by the catalogue: nothing is counted twice, nothing that is not proven to be there. */
export async function destinationUses(
  { store, copies, clock }: BackupContext,
  entries: readonly CatalogEntry[],
): Promise<DestinationUse[]> {
  const primary = entries.map(({ manifest }) => ({ manifest, size: sizeOf(manifest) }));
  const use = async (name: string, place: typeof store, held: typeof primary): Promise<DestinationUse> => {
    const usedBytes = held.reduce((sum, { size }) => sum + size, 0);
    const free = await attempt(() => place.freeBytes());
    const freeBytes = free.ok ? free.value : null;
    const full = held.filter(({ manifest }) => manifest.scope.kind === 'full');
    return {
      ...{ name, description: place.description, backups: held.length, usedBytes, freeBytes },
      forecast: forecastGrowth(
        full.map(({ manifest, size }) => ({ at: manifest.createdAt, size })),
        { now: clock.now(), usedBytes, freeBytes },
      ),
    };
  };
  return Promise.all([
    use('primary', store, primary),
    ...copies.map(({ name, store: place }) =>
      use(
        name,
        place,
        entries.flatMap(({ manifest, copies: records }) => {
          const newest = records.find(({ destination }) => destination === name);
          return newest?.passed ? [{ manifest, size: newest.size }] : [];
        }),
      ),
    ),
  ]);
}

const sizeOf = ({ artifact, bundle }: CatalogEntry['manifest']): number => artifact.size + (bundle?.size ?? 0);
