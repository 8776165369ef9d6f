import type { BackupContext } from '../context';
import type { RunContext } from '../runs/execute-run';
import { authenticateArtifact } from './authenticate-artifact';
import { withTarget } from './reach-target';
import { refuseMoved } from './refuse-moved';
import { type ContentOrder, contentStep, prepareContent, waitingContent } from './restore-content';
import { restoreInPlaceOrSwap } from './restore-dispatch';
import { restoreFactsOf } from './restore-live';
import { type RestoreFindings, type RestoreOrder, recorded } from './restore-order';
import { changesLive } from './restore-phases';
import { safetyCopy } from './safety-copy';

/**
 * The order of business of every restore: the whole artifact is authenticated, the world is as the plan saw it, a safety
 * copy is taken; only then anything of the backup is executed. What became of it is written beside the backups.
 */
export async function performRestore(context: BackupContext, order: RestoreOrder, running: RunContext): Promise<void> {
  const { plan, manifest, initiator, run, skipSafetyCopy } = order;
  const content = contentOrder(order);
  const facts = {
    kind: 'restore',
    backup: { id: manifest.id, createdAt: manifest.createdAt },
    target: plan.target,
    trigger: initiator.trigger,
    actor: initiator.actor,
    safetyCopySkipped: skipSafetyCopy && changesLive(plan.target),
    actingAdmin: plan.actingAdmin,
  } as const;
  await recorded(context, running, facts, async (findings) => {
    await authenticateArtifact(context, manifest.id, running);
    // Once more, at the last moment before anything of the backup is executed.
    await refuseMoved(context, plan);
    if (content) await prepareContent(context, content, manifest, running);
    if (changesLive(plan.target) && !skipSafetyCopy) {
      const note = `Safety copy before restoring ${manifest.id}`;
      findings.safetyBackupId = await safetyCopy(context, running, { run, initiator, note });
      running.result({ restore: restoreFactsOf(run, { safetyBackupId: findings.safetyBackupId }) });
    }
    await withTarget(context, (reached) => restoreInPlaceOrSwap(context, order, running, findings, reached));
    if (content) await bringContentAlong(context, order, content, running, findings);
  });
}

function contentOrder({ plan, initiator, email, keepLocally }: RestoreOrder): ContentOrder | null {
  return plan.content && { planned: plan.content, initiator, email, keepLocally };
}

/** After the database: what is live belongs to the backup, and the content follows it. */
async function bringContentAlong(
  context: BackupContext,
  { run, plan, manifest }: RestoreOrder,
  order: ContentOrder,
  running: RunContext,
  findings: RestoreFindings,
): Promise<void> {
  const { target } = plan;
  const keptAs = target.kind === 'live' ? target.keptAs : null;
  const { safetyBackupId, swapMs } = findings;
  findings.content = waitingContent(order.planned);
  const done = 'The database is restored; the content is not:';
  await contentStep(context, order, { backupId: manifest.id, running, done }, (content) => {
    findings.content = content;
    running.result({ restore: restoreFactsOf(run, { keptAs, safetyBackupId, swapMs, content }) });
  });
}
