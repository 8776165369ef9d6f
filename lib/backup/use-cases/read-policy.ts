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
  /** `saved`: chosen here. `manifest`: the newest backup's own, as the database has none. `default`: of the environment. */
  source: 'saved' | 'manifest' | 'default';
}

/**
 * The policy that holds. A database that is away, or that is new and has none, does not bury what was chosen: then it is
 * the one in the newest genuine manifest that carries one. What cannot be read is never a reason to fail: then it is the
 * environment's. Only what was saved lets the schedule delete anything.
 */
export async function readPolicy(context: BackupContext): Promise<PolicyState> {
  const stored = await attempt(async () => readStoredPolicy(await reachDatabase(context)));
  if (!stored.ok || stored.value === null) return fromManifest(context);
  const parsed = policySchema.safeParse(stored.value.policy);
  if (!parsed.success) {
    context.host.log.error('The saved policy is not readable here.', {
      version: stored.value.version,
      reason: parsed.error.issues[0]?.path.join('.'),
    });
    return { ...(await fromManifest(context)), version: stored.value.version };
  }
  const { version, savedAt, actorName } = stored.value;
  return { policy: parsed.data, version, savedAt, savedBy: actorName, source: 'saved' };
}

/** As a manifest carries it. One that nobody chose says so: it must not outlive the environment that it came from. */
export const carriedPolicy = ({ policy, source }: PolicyState): Record<string, unknown> =>
  source === 'default' ? { ...policy, chosen: false } : policy;

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

/** Listings that are going on: one page asks for the policy several times at once. */
const underWay = new WeakMap<BackupContext, Promise<PolicyState>>();

function fromManifest(context: BackupContext): Promise<PolicyState> {
  const goingOn = underWay.get(context);
  if (goingOn) return goingOn;
  const found = newestCarried(context).finally(() => underWay.delete(context));
  underWay.set(context, found);
  return found;
}

async function newestCarried(context: BackupContext): Promise<PolicyState> {
  const listed = await attempt(() => context.catalog.list());
  for (const { manifest, signatureValid } of listed.ok ? listed.value.entries : []) {
    const { chosen = true, ...carried } = manifest.policy ?? {};
    if (!signatureValid || chosen !== true) continue;
    const parsed = policySchema.safeParse(carried);
    if (parsed.success) return { ...byDefault(context), policy: parsed.data, source: 'manifest' };
  }
  return byDefault(context);
}
