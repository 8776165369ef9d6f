import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { type ExecuteRunInput, executeRun } from '../runs/execute-run';
import { getRun, type RunRecord } from '../runs/run-records';
import type { RunKind } from '../views';
import { beatHeart } from './beat-heart';
import { copyAudit } from './copy-audit';
import { mirrorAudit } from './mirror-audit';
import { type AuditNote, noteAudit, recordAudit } from './record-audit';
import { storeRunbook } from './store-runbook';
import { tellRunEnd } from './tell-run-end';

/** It names the newest proven backup and the times that were measured. */
const CHANGES_THE_RUNBOOK: readonly RunKind[] = ['backup', 'verify', 'restore', 'migrate'];

/**
 * Runs a run as `executeRun` does, with both its ends in the audit: a run whose start cannot be written down does nothing.
 * The end of the audit is mirrored to the storage with the end of the run, and people are told what they should know.
 * Never throws.
 */
export async function conductRun<T>(context: BackupContext, input: ExecuteRunInput<T>): Promise<Result<T>> {
  const { db, run, work } = input;
  const begun = beatHeart(context, run, 'start');
  const outcome = await executeRun({
    ...input,
    work: async (running) => {
      await recordAudit(context, { ...whoAndWhat(run), act: `${run.kind}.start`, detail: orderOf(run) });
      return work(running);
    },
  });
  const ended = await attempt(() => getRun(db, run.id));
  const found = (ended.ok && ended.value) || run;
  const status = outcome.ok ? 'done' : outcome.error.code === 'CANCELLED' ? 'cancelled' : 'failed';
  const end = { ...found, status, error: outcome.ok ? null : outcome.error } as const;
  await noteRunEnd(context, end, run.trigger);
  await mirrorAudit(context, db);
  await copyAudit(context);
  await begun;
  await Promise.all([beatHeart(context, end, outcome.ok ? 'success' : 'fail'), tellRunEnd(context, end)]);
  if (outcome.ok && CHANGES_THE_RUNBOOK.includes(run.kind)) await storeRunbook(context);
  return outcome;
}

/** The other end of a run. `system` is who says it of a run that was found lost: whoever looked did nothing. */
export async function noteRunEnd(context: BackupContext, run: RunRecord, from: AuditNote['from']): Promise<void> {
  const { error, startedAt, finishedAt, size } = run;
  await noteAudit(context, {
    ...whoAndWhat(run),
    from,
    act: `${run.kind}.end`,
    detail: {
      run: run.id,
      status: run.status,
      code: error?.code,
      reason: error?.message,
      size: size ?? undefined,
      durationMs: finishedAt ? finishedAt.getTime() - startedAt.getTime() : undefined,
      safetyBackup: run.options.restore?.safetyBackupId ?? undefined,
      keptAs: run.options.restore?.keptAs ?? undefined,
    },
  });
}

const whoAndWhat = ({ backupId, actorId, actorName, trigger }: RunRecord) => ({
  subject: backupId,
  actor: { id: actorId, name: actorName },
  from: trigger,
});

const orderOf = ({ id, slot, options }: RunRecord) => ({
  run: id,
  slot: slot ?? undefined,
  scope: options.scope,
  proveByRestore: options.verifyRestore,
  target: options.restore?.target,
  database: options.restore?.database,
});
