import type { BackupContext } from '../context';
import { nextSlot } from '../policy/slots';
import type { PolicyView } from '../views';
import { type PolicyState, readPolicy } from './read-policy';

/** The policy that holds, who chose it, and what it can name. Never fails: see readPolicy. */
export async function getPolicy(context: BackupContext): Promise<PolicyView> {
  return policyView(context, await readPolicy(context));
}

export function policyView(context: BackupContext, state: PolicyState): PolicyView {
  const { policy, version, savedAt, savedBy, source } = state;
  return {
    policy,
    version,
    savedAt: savedAt?.toISOString() ?? null,
    savedBy,
    source,
    destinations: context.copies.map(({ name }) => name),
    nextRunAt: nextSlot(policy.schedule, context.clock.now())?.at.toISOString() ?? null,
    timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')],
  };
}
