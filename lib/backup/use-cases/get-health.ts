import type { BackupContext } from '../context';
import type { HealthView } from '../views';
import { getProtection } from './get-protection';

/**
 * For monitors: healthy is what the overview and `status` call protected, worked out now by getProtection. At risk,
 * unprotected and a storage that does not answer are all unhealthy.
 */
export async function getHealth(context: BackupContext): Promise<HealthView> {
  const { state, lastGoodAt, lastVerifiedAt } = await getProtection(context);
  return { status: state === 'safe' ? 'healthy' : 'unhealthy', lastGoodAt, lastVerifiedAt };
}
