import type { CatalogEntry } from '../catalog/catalog-entry';
import type { Orphan } from '../catalog/find-orphans';
import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { proofOf } from '../policy/proof';
import { planRetention, type RetentionPlan } from '../policy/retention';
import { readRunFacts } from '../runs/run-facts';
import { committedAmong, findRunning } from '../runs/run-records';
import { type PolicyState, readPolicy } from './read-policy';

export interface RetentionState {
  plan: RetentionPlan;
  state: PolicyState;
  entries: readonly CatalogEntry[];
  unreadable: number;
  databaseNow: Date;
  longestRunMs: number;
}

/** What stays and what goes, by the policy, the whole catalogue and both clocks of this very moment. */
export async function decideRetention(context: BackupContext, db: HostDatabase): Promise<RetentionState> {
  const [state, { entries, damaged }, facts, running] = await Promise.all([
    readPolicy(context),
    context.catalog.list(),
    readRunFacts(db),
    findRunning(db),
  ]);
  const inUse = [running?.backupId, running?.options.safetyBackupId].filter((id) => typeof id === 'string');
  const plan = planRetention({
    rules: state.policy.retention,
    timeZone: state.policy.schedule.timeZone,
    backups: entries.map((entry) => ({
      id: entry.manifest.id,
      scope: entry.manifest.scope.kind,
      proof: proofOf(entry),
      signatureValid: entry.signatureValid,
      pinned: entry.pins.length > 0,
    })),
    inUse: new Set(inUse),
    unreadable: damaged.length,
    clock: { system: context.clock.now(), database: facts.now },
  });
  return {
    plan,
    state,
    entries,
    unreadable: damaged.length,
    databaseNow: facts.now,
    longestRunMs: facts.longestRunMs,
  };
}

const DAY_MS = 86_400_000;

/** Older than a day and than twice the longest run, by the earlier of both clocks. */
export function orphanLimit(context: BackupContext, state: Pick<RetentionState, 'databaseNow' | 'longestRunMs'>): Date {
  const now = Math.min(context.clock.now().getTime(), state.databaseNow.getTime());
  return new Date(now - Math.max(DAY_MS, 2 * state.longestRunMs));
}

/** What runs left that never came to a backup: not where a run that is done says it did, whatever is missing in its folder. */
export async function findUncommitted(
  context: BackupContext,
  db: HostDatabase,
  state: Pick<RetentionState, 'databaseNow' | 'longestRunMs'>,
): Promise<Orphan[]> {
  const found = await context.catalog.orphans({ olderThan: orphanLimit(context, state) });
  const committed = await committedAmong(
    db,
    found.map(({ id }) => id),
  );
  return found.filter(({ id }) => !committed.has(id));
}
