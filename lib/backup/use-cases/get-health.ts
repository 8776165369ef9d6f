import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { isGood, proofOf } from '../policy/proof';
import type { HealthView } from '../views';
import { readPolicy } from './read-policy';

const isFull = ({ manifest }: CatalogEntry): boolean => manifest.scope.kind === 'full';

/** Newest moment at which a restore proof of this backup passed; null where it was never restored. */
export const lastVerifiedAt = ({ verifications }: CatalogEntry): string | null =>
  verifications.find(({ level, passed }) => level === 'restore' && passed)?.at ?? null;

/**
 * For monitors: whether a good full backup within the policy's objective stands in the storage, read from the storage now.
 * @throws AppFailure STORAGE_DOWN where the storage does not answer; the route says 503 then as well.
 */
export async function getHealth(context: BackupContext): Promise<HealthView> {
  const { entries } = await context.catalog.list();
  const good = entries.filter((entry) => isFull(entry) && isGood(proofOf(entry)));
  const lastGoodAt = good[0]?.manifest.createdAt ?? null;
  const verified = good.map(lastVerifiedAt).find((at) => at !== null) ?? null;
  const { policy } = await readPolicy(context);
  const oldest = context.clock.now().getTime() - policy.protection.rpoHours * 3_600_000;
  const healthy = lastGoodAt !== null && Date.parse(lastGoodAt) >= oldest;
  return { status: healthy ? 'healthy' : 'unhealthy', lastGoodAt, lastVerifiedAt: verified };
}
