import type { UnsignedRestoration } from '../catalog/restoration';
import { finishInterrupted, readBranch } from '../content/apply-publish';
import { findRunCommit } from '../content/find-run-commit';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { AppFailure, appError } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import { markSwapped, type RunRecord } from '../runs/run-records';
import type { RestoredContentView } from '../views';
import { contentGit } from './content-git';
import { targetOfFacts } from './restore-target';
import { writeContent } from './write-content';

/**
 * A restore or an undo whose process was gone after the swap: finds out whether the content came along, ends what was
 * begun, and writes both down, so that nobody takes half of it for all of it.
 */
export async function settleLostContent(
  context: BackupContext,
  db: HostDatabase,
  lost: RunRecord,
  waiting: RestoredContentView,
): Promise<void> {
  const { restore } = lost.options;
  if (!restore) return;
  const commit = await landedCommit(context, lost, waiting);
  const content: RestoredContentView = commit
    ? { ...waiting, state: 'done', commit }
    : { ...waiting, state: 'failed', reason: 'The process ended before it got there.' };
  const done = lost.kind === 'undo' ? 'The database from before is back' : 'The database is restored';
  const error = commit
    ? null
    : appError('CONFLICT', `${done}; the content is not: the process ended before it got there.`, {
        hint: 'Bring the content back by itself: it is offered on the page of the backup.',
      });
  await writeRecord(context, lost, content, error?.message ?? null);
  await markSwapped(db, lost.id, { error, options: { ...lost.options, restore: { ...restore, content } } });
}

/** The commit that the run made, its files moved; null where it made none. */
async function landedCommit(
  context: BackupContext,
  { id, trigger, actorId, actorName }: RunRecord,
  { way, sha }: RestoredContentView,
): Promise<string | null> {
  const opened = await openGit(context.host.contentPath(), contentGit(context));
  if (!opened.ok) return null;
  const git = opened.value;
  const find = async () => {
    if (way !== 'clone') return findRunCommit(git, id);
    return (await readBranch(git)).head === sha ? sha : null;
  };
  const found = await attempt(find);
  if (found.ok && found.value) return found.value;
  // Files may have been on their way: the commit is then found only after they have arrived.
  const initiator = {
    trigger,
    actor: { id: actorId, name: actorName },
    idempotencyKey: null,
    within: id,
    unasked: true,
  };
  const finished = await writeContent(context, initiator, () => finishInterrupted(git));
  // Nobody can tell yet: it is tried again with the next start.
  if (!finished.ok && finished.error.code === 'BUSY') throw new AppFailure(finished.error);
  if (!finished.ok) return null;
  const after = await attempt(find);
  return after.ok ? after.value : null;
}

async function writeRecord(
  context: BackupContext,
  lost: RunRecord,
  content: RestoredContentView,
  reason: string | null,
): Promise<void> {
  const { restore, safetyBackupId } = lost.options;
  if (!restore) return;
  const record: UnsignedRestoration = {
    version: 1,
    id: lost.id,
    kind: lost.kind === 'undo' ? 'undo' : 'restore',
    backup: await backupOf(context, lost),
    target: targetOfFacts(restore),
    trigger: lost.trigger,
    actor: { id: lost.actorId, name: lost.actorName },
    at: context.clock.now().toISOString(),
    outcome: reason === null ? 'done' : 'failed',
    reason,
    compared: null,
    safetyBackupId: restore.safetyBackupId ?? safetyBackupId ?? null,
    safetyCopySkipped: false,
    swapMs: restore.swapMs,
    keptUntil: null,
    signedOut: null,
    actingAdmin: 'unknown',
    migrationsRun: [],
    notes: [],
    content,
  };
  const written = await attempt(() => context.restorations.write(record));
  // CONFLICT: the run had written its own record before it was gone, and that one stands.
  if (!written.ok && written.error.code !== 'CONFLICT') throw new AppFailure(written.error);
}

async function backupOf(
  { catalog }: BackupContext,
  { kind, backupId }: RunRecord,
): Promise<UnsignedRestoration['backup']> {
  if (kind === 'undo') return null;
  const found = await attempt(() => catalog.get(backupId));
  return found.ok ? { id: backupId, createdAt: found.value.manifest.createdAt } : null;
}
