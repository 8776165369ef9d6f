import type { CatalogEntry } from '../catalog/catalog-entry';
import type { CatalogFinding } from '../catalog/catalog-finding';
import type { Manifest } from '../catalog/manifest';
import { mapBounded } from '../catalog/map-bounded';
import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { proofOf } from '../policy/proof';
import type { ObjectStore } from '../storage/object-store';
import type { RebuiltBackupView, RebuiltCatalogView } from '../views';
import { resolvePlace } from './resolve-place';
import { tryOpening } from './stored-encryption';

const READS_AT_ONCE = 8;

/**
 * Every recovery point of a store, from the store alone: no database, no folder of the app, nothing that was kept
 * elsewhere but the credentials and the keys. Says of each whether its files are there, in their size, and whether the
 * private key here opens it. Changes nothing.
 * Errors: INVALID_INPUT (no such place), STORAGE_DOWN.
 */
export function rebuildCatalog(
  context: BackupContext,
  { from }: { from?: string } = {},
): Promise<Result<RebuiltCatalogView>> {
  return attempt(async () => {
    const place = resolvePlace(context, from);
    const [{ entries, damaged }, { unproven, findings }] = await Promise.all([
      place.catalog.list(),
      place.catalog.check(),
    ]);
    const isEmpty = entries.length + damaged.length + unproven.length === 0;
    return {
      site: context.site.slug,
      place: { name: place.name, description: place.store.description },
      backups: await mapBounded(entries, READS_AT_ONCE, (entry) => toView(context, place.store, entry, findings)),
      damaged: damaged.map(({ id, reason }) => ({ id, reason })),
      unproven,
      otherSites: isEmpty ? await sitesIn(place.store) : [],
    };
  });
}

async function toView(
  context: BackupContext,
  store: ObjectStore,
  entry: CatalogEntry,
  findings: readonly CatalogFinding[],
): Promise<RebuiltBackupView> {
  const { manifest, signatureValid } = entry;
  const faults = faultsOf(manifest, findings);
  return {
    id: manifest.id,
    createdAt: manifest.createdAt,
    scope: manifest.scope.kind,
    format: manifest.artifact.format,
    size: manifest.artifact.size,
    proof: proofOf(entry),
    signatureValid,
    opening: faults.some(({ key }) => key === manifest.artifact.key)
      ? 'damaged'
      : await tryOpening(context, store, manifest.artifact),
    faults: faults.map(({ reason }) => reason),
    content: manifest.content?.head ?? null,
  };
}

/** By key: a bundle that many backups need is found once, and each of them lacks it. */
function faultsOf({ artifact, bundle }: Manifest, findings: readonly CatalogFinding[]): CatalogFinding[] {
  const needed = new Set([artifact, ...(bundle ? [...bundle.needs, bundle] : [])].map(({ key }) => key));
  return findings.filter(({ kind, key }) => (kind === 'missing' || kind === 'damaged') && needed.has(key));
}

/** First folders that hold a manifest. */
async function sitesIn(store: ObjectStore): Promise<string[]> {
  const sites = new Set<string>();
  for await (const { key } of store.list('')) {
    const [, site] = /^([^/]+)\/\d{4}\/\d{2}\/[^/]+\/manifest\.json$/.exec(key) ?? [];
    if (site) sites.add(site);
  }
  return [...sites];
}
