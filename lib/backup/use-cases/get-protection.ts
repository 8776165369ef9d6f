import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { lastVerifiedAt, proofOf } from '../policy/proof';
import { judgeProtection, unknownProtection } from '../policy/protection';
import { listRuns, toRunView } from '../runs/run-records';
import type { VerdictView } from '../views';
import { reachDatabase } from './reach-database';
import { chosenCopies, readPolicy, unknownCopies } from './read-policy';

const RUNS = 30;

/**
 * "Am I safe?", worked out at this moment from the storage and the policy. With no database the storage alone speaks; a
 * storage that does not answer gives `unknown`.
 */
export async function getProtection(context: BackupContext): Promise<VerdictView> {
  const [listed, runs, { policy }, copies] = await Promise.all([
    attempt(() => context.catalog.list()),
    attempt(async () => listRuns(await reachDatabase(context), { limit: RUNS, kinds: ['backup'] })),
    readPolicy(context),
    chosenCopies(context),
  ]);
  if (!listed.ok) return unknownProtection(listed.error);
  return judgeProtection({
    now: context.clock.now(),
    recoveryPointHours: policy.protection.rpoHours,
    counts: policy.protection.counts,
    drillDays: policy.drills.everyDays,
    destinations: copies.map(({ name }) => name),
    unknownDestinations: unknownCopies(context, policy),
    backups: listed.value.entries
      .filter(({ manifest }) => manifest.scope.kind === 'full')
      .map((entry) => ({
        createdAt: entry.manifest.createdAt,
        proof: proofOf(entry),
        tables: entry.manifest.tables.length,
        lastVerifiedAt: lastVerifiedAt(entry),
        copiedTo: copiedTo(entry),
      })),
    runs: runs.ok ? runs.value.map(toRunView) : [],
  });
}

/** Destinations that hold a copy which was read back. The newest attempt at each speaks. */
export function copiedTo({ copies }: CatalogEntry): string[] {
  const newest = new Map<string, boolean>();
  for (const { destination, passed } of copies) if (!newest.has(destination)) newest.set(destination, passed);
  return [...newest].flatMap(([destination, passed]) => (passed ? [destination] : []));
}
