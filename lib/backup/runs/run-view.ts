import type { RunView } from '../views';
import type { RunRecord } from './schema';

/** What pages may know of a run: plain data, times as ISO 8601, no process names and no lease numbers. */
export function toRunView(run: RunRecord): RunView {
  const { startedAt, finishedAt, error } = run;
  return {
    id: run.id,
    kind: run.kind,
    status: run.status,
    trigger: run.trigger,
    actorName: run.actorName,
    note: run.note,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: finishedAt && run.status !== 'missed' ? finishedAt.getTime() - startedAt.getTime() : null,
    cancelRequested: run.cancelRequestedAt !== null,
    backupId: run.backupId,
    scope: run.options.scope,
    format: run.options.format ?? 'auto',
    engine: run.options.engine ?? 'auto',
    verifyRestore: run.options.verifyRestore,
    progress: run.progress,
    phases: run.phases,
    size: run.size,
    cancellable: finishedAt === null && run.options.committing !== true,
    restore: run.options.restore ?? null,
    error: error && {
      code: error.code,
      message: error.message,
      hint: error.hint,
      ref: error.ref,
      retryable: error.retryable,
    },
  };
}
