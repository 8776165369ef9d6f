import type { BackupContext, Destination } from '../context';
import { attempt } from '../kernel/result';
import { type BackupPolicy, defaultPolicy, policySchema } from '../policy/backup-policy';
import { readStoredPolicy } from '../runs/policy-records';
import { reachDatabase } from './reach-database';

export interface PolicyState {
  policy: BackupPolicy;
  /** 0 where nobody has chosen one. */
  version: number;
  savedAt: Date | null;
  savedBy: string | null;
  /** `saved`: chosen here. `manifest`: the newest backup's own, as the database is away. `default`: of the environment. */
  source: 'saved' | 'manifest' | 'default';
}

/**
 * The policy that holds. With no database it is the one in the newest genuine manifest; what cannot be read is never a
 * reason to fail: then it is the environment's. Only what was saved lets the schedule delete anything.
 */
export async function readPolicy(context: BackupContext): Promise<PolicyState> {
  const stored = await attempt(async () => readStoredPolicy(await reachDatabase(context)));
  if (!stored.ok) return fromManifest(context);
  if (stored.value === null) return byDefault(context);
  const parsed = policySchema.safeParse(stored.value.policy);
  if (!parsed.success) {
    context.host.log.error('The saved policy is not readable here; the default holds.', {
      version: stored.value.version,
      reason: parsed.error.issues[0]?.path.join('.'),
    });
    return { ...byDefault(context), version: stored.value.version };
  }
  const { version, savedAt, actorName } = stored.value;
  return { policy: parsed.data, version, savedAt, savedBy: actorName, source: 'saved' };
}

/** The configured destinations that the policy copies to by itself. */
export async function chosenCopies(context: BackupContext): Promise<readonly Destination[]> {
  const { copies } = (await readPolicy(context)).policy.where;
  return copies === 'all' ? context.copies : context.copies.filter(({ name }) => copies.includes(name));
}

/** Names that a policy copies to and that are not configured: of a destination that was renamed or taken away. */
export function unknownCopies(context: BackupContext, { where: { copies } }: BackupPolicy): string[] {
  return copies === 'all' ? [] : copies.filter((name) => context.copies.every((copy) => copy.name !== name));
}

function byDefault({ settings }: BackupContext): PolicyState {
  const policy = defaultPolicy({ rpoHours: settings.BACKUP_RPO_HOURS, drillDays: settings.BACKUP_DRILL_DAYS });
  return { policy, version: 0, savedAt: null, savedBy: null, source: 'default' };
}

async function fromManifest(context: BackupContext): Promise<PolicyState> {
  const listed = await attempt(() => context.catalog.list());
  const newest = listed.ok
    ? listed.value.entries.find(({ manifest, signatureValid }) => signatureValid && manifest.policy)
    : undefined;
  const parsed = policySchema.safeParse(newest?.manifest.policy);
  return parsed.success ? { ...byDefault(context), policy: parsed.data, source: 'manifest' } : byDefault(context);
}
