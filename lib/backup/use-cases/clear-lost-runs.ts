import type { BackupContext } from '../context';
import { dropScratchOfRun } from '../database/restore/drop-stale-scratch';
import type { HostDatabase } from '../host.types';
import { AppFailure } from '../kernel/app-error';
import { unwrap } from '../kernel/result';
import { collectLostRuns, getRun, markCleanedUp, markSwapped, type RunRecord } from '../runs/run-records';
import { beatHeart } from './beat-heart';
import { noteRunEnd } from './conduct-run';
import { listReplaced } from './list-replaced';
import { scratchConnection, sourceConnection } from './resolve-connection';
import { settleLostContent } from './settle-lost-content';
import { tellRunEnd } from './tell-run-end';

/**
 * Ends runs whose process is gone and removes what they left in the storage and on the database server, so that nothing
 * half-made is ever listed or blocks the next run. A left-over that cannot be removed now is logged and tried again with
 * the next start.
 */
export async function clearLostRuns(context: BackupContext, db: HostDatabase): Promise<void> {
  for (const lost of await collectLostRuns(db)) {
    context.host.log.warn('A run was lost: its process ended without finishing it.', { runId: lost.id });
    try {
      await clearOne(context, db, lost);
      if (await markCleanedUp(db, lost.id)) await tellLost(context, db, lost);
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      context.host.log.error('What a lost run left behind could not be removed.', { runId: lost.id, cause: thrown });
    }
  }
}

/** Its last words, which it could not say itself. A page that found it does not wait until people are told. */
async function tellLost(context: BackupContext, db: HostDatabase, lost: RunRecord): Promise<void> {
  const ended = (await getRun(db, lost.id)) ?? lost;
  await noteRunEnd(context, ended, 'system');
  context.host.runAfterResponse(
    Promise.all([beatHeart(context, ended, ended.status === 'done' ? 'success' : 'fail'), tellRunEnd(context, ended)]),
  );
}

async function clearOne(context: BackupContext, db: HostDatabase, lost: RunRecord): Promise<void> {
  const unfinished = lost.kind === 'backup' ? lost.backupId : lost.options.safetyBackupId;
  if (unfinished) await discard(context, unfinished);
  await dropScratch(context, lost.id);
  if (lost.kind !== 'restore' && lost.kind !== 'undo') return;
  if (!(await tookPlace(context, lost))) return;
  const content = lost.options.restore?.content;
  if (content?.state === 'waiting') await settleLostContent(context, db, lost, content);
  else await markSwapped(db, lost.id);
}

/**
 * A swap is one transaction of the server: a database kept for this run says that it took place. A restore in place is
 * one of the live database, and its row, written in the same, says so.
 */
async function tookPlace(context: BackupContext, { id, options }: RunRecord): Promise<boolean> {
  if (options.committed) return true;
  // Not known is not "no": the run is looked at again with the next start.
  return unwrap(await listReplaced(context)).some(({ runId }) => runId === id);
}

async function discard({ catalog }: BackupContext, backupId: string): Promise<void> {
  try {
    await catalog.discard(backupId);
  } catch (thrown) {
    // CONFLICT: the manifest had been written, so the backup is whole and stays.
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'CONFLICT') throw thrown;
  }
}

/** On both servers where they differ: a proof uses the one for scratch databases, a live restore the site's own. */
async function dropScratch(context: BackupContext, runId: string): Promise<void> {
  const servers = [sourceConnection(context), scratchConnection(context)];
  const [first, second] = servers.map(({ host, port }) => `${host}:${port}`);
  for (const server of first === second ? servers.slice(0, 1) : servers) {
    await dropScratchOfRun(server, runId);
    // The one that a swap is driven from where the role may enter no other database.
    await dropScratchOfRun(server, `${runId}m`);
  }
}
