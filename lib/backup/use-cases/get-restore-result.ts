import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, err, type Result } from '../kernel/result';
import type { RestoreFactsView, RestoreResultView, RunView } from '../views';
import { getRun } from './get-run';
import { listReplaced } from './list-replaced';
import { targetOfFacts } from './restore-target';
import { planUndoContent } from './undo-content';

/** What became of a restore, an undo or a reset: the run, and its record in the storage. Errors: NOT_FOUND, CORRUPT, DATABASE_DOWN. */
export async function getRestoreResult(context: BackupContext, runId: string): Promise<Result<RestoreResultView>> {
  const unknown = err(appError('NOT_FOUND', 'There is no such restore.', { hint: 'Open it from the history.' }));
  if (!isId(runId)) return unknown;
  const found = await getRun(context, runId);
  if (!found.ok) return found;
  const run = found.value;
  const facts = run.restore;
  return facts ? attempt(() => restoreResult(context, run, facts)) : unknown;
}

/** The same for a run that is known, also where no database holds it. */
export async function restoreResult(
  context: BackupContext,
  run: RunView,
  facts: RestoreFactsView,
): Promise<RestoreResultView> {
  const record = await context.restorations.read(run.id);
  return {
    run,
    target: record?.target ?? targetOfFacts(facts),
    backup: record?.backup ?? null,
    compared: record?.compared ?? null,
    safetyBackupId: record?.safetyBackupId ?? facts.safetyBackupId,
    swapMs: record?.swapMs ?? facts.swapMs,
    undo: await undoOf(context, run),
    signedOut: record?.signedOut ?? null,
    actingAdmin: record?.actingAdmin ?? 'unknown',
    migrationsRun: record?.migrationsRun ?? [],
    notes: record?.notes ?? [],
    content: record?.content ?? facts.content ?? null,
  };
}

async function undoOf(context: BackupContext, run: RunView): Promise<RestoreResultView['undo']> {
  if (run.status === 'running' || run.restore?.target !== 'live') return null;
  const replaced = await listReplaced(context);
  const kept = replaced.ok ? replaced.value.find(({ runId }) => runId === run.id) : undefined;
  if (!kept) return null;
  const { view: content } = await planUndoContent(context, run.id, null);
  return { keptAs: kept.name, until: kept.until, content };
}
