import type { BackupContext } from '../context';
import { closeClient, openClient } from '../database/open-client';
import { readDatabaseSettings } from '../database/restore/database-settings';
import { keepDatabase, restoredComment } from '../database/restore/restored-database';
import { readTargetFacts } from '../database/restore/target-facts';
import { failure } from '../kernel/app-error';
import type { RunContext } from '../runs/execute-run';
import { loadingRole, withLoadedBeside } from './load-beside';
import { pendingMigrations, prepareForVisitors } from './prepare-for-visitors';
import type { ReachedTarget } from './reach-target';
import { beginEpochIn } from './restore-epoch';
import type { RestoreFindings, RestoreOrder } from './restore-order';
import { rowsBefore } from './rows-before';
import { swapLive } from './swap-live';

const DAY_MS = 86_400_000;

/**
 * Replaces the live database: loaded and compared beside it, brought up to date, then swapped in by rename. Until the
 * swap nothing live is touched; afterwards the old database stands under `keptAs` for an undo.
 */
export async function restoreLiveBySwap(
  context: BackupContext,
  { plan, manifest, run, initiator }: RestoreOrder,
  running: RunContext,
  findings: RestoreFindings,
  { live, client }: ReachedTarget,
): Promise<void> {
  const { target } = plan;
  if (target.kind !== 'live' || target.keptAs === null) throw new Error('This is no plan of a swap.');
  const keptAs = target.keptAs;
  const facts = await readTargetFacts(client);
  const settings = await readDatabaseSettings(client, live.database);
  const before = await rowsBefore(client, manifest);
  const migrations = await pendingMigrations(context, manifest.migrations);
  await withLoadedBeside(context, manifest, running, findings, { server: live, facts, before }, async (scratch) => {
    await prepareForVisitors(context, scratch.target, running, findings, {
      migrations,
      settings,
      role: loadingRole(facts),
    });
    const now = context.clock.now();
    const until = new Date(now.getTime() + context.settings.BACKUP_UNDO_DAYS * DAY_MS).toISOString();
    running.result({ restore: restoreFactsOf(run, { keptAs }) });
    findings.swapMs = await swapLive(context, running, {
      live,
      incoming: scratch.target.database,
      keepAs: keptAs,
      kept: {
        of: live.database,
        at: now.toISOString(),
        until,
        runId: run.id,
        backupId: manifest.id,
        comment: settings?.comment ?? null,
      },
      liveComment: settings?.comment ?? null,
      newSessionEpoch: { exceptUserId: initiator.actor.id },
    });
    scratch.release();
    findings.keptUntil = until;
    running.result({
      restore: restoreFactsOf(run, { keptAs, swapMs: findings.swapMs, safetyBackupId: findings.safetyBackupId }),
    });
  });
}

export const restoreFactsOf = (
  run: RestoreOrder['run'],
  more: Partial<NonNullable<RestoreOrder['run']['options']['restore']>>,
) => {
  const { restore } = run.options;
  if (!restore) throw new Error('This run restores nothing.');
  return { ...restore, ...more };
};

/** Makes the live database anew where there is none any more. Nothing is replaced, so nothing is kept. */
export async function restoreLiveFromNothing(
  context: BackupContext,
  { manifest, initiator }: RestoreOrder,
  running: RunContext,
  findings: RestoreFindings,
  { live, server, client }: ReachedTarget,
): Promise<void> {
  const facts = await readTargetFacts(client);
  const migrations = await pendingMigrations(context, manifest.migrations);
  const beside = { server, facts: { ...facts, ownerIsSuperuser: true }, before: new Map<string, number>() };
  await withLoadedBeside(context, manifest, running, findings, beside, async (scratch) => {
    await prepareForVisitors(context, scratch.target, running, findings, {
      migrations,
      settings: null,
      role: undefined,
    });
    await beginEpochIn(scratch.target, initiator.actor.id);
    await running.phase('swap', () =>
      keepDatabase(server, scratch, {
        name: live.database,
        comment: `Restored from backup ${manifest.id}`,
        publicAccess: true,
      }),
    );
  });
  const check = await openClient(live, { applicationName: 'backup restore' });
  await closeClient(check);
  if (findings.compared?.same !== true) throw failure('INTERNAL', 'The restored database was not compared.');
}

/** A new database beside the live one: loaded, compared and kept. */
export async function restoreToDatabase(
  context: BackupContext,
  { plan, manifest }: RestoreOrder,
  running: RunContext,
  findings: RestoreFindings,
  { live, liveExists, server, client }: ReachedTarget,
): Promise<void> {
  if (plan.target.kind !== 'database') throw new Error('This is no plan of a new database.');
  const name = plan.target.database;
  const facts = await readTargetFacts(client);
  const before = liveExists ? await rowsBefore(client, manifest) : new Map<string, number>();
  const owned = { ...facts, ownerIsSuperuser: liveExists ? facts.ownerIsSuperuser : true };
  await withLoadedBeside(context, manifest, running, findings, { server, facts: owned, before }, (scratch) =>
    running.phase('prepare', async () => {
      await running.assertLease();
      const comment = restoredComment(manifest.id, manifest.createdAt, live.database);
      await keepDatabase(server, scratch, { name, comment });
    }),
  );
}
