import type { BackupContext } from '../context';
import type { Actor } from '../host.types';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { issueDownloadToken } from '../runs/download-tokens';
import { confirmPassword } from './confirm-act';
import { reachDatabase } from './reach-database';
import { recordAudit } from './record-audit';
import { takeActAttempt } from './take-act-attempt';

const SECONDS_TO_LIVE = 60;

/**
 * A one-time token for one admin and one backup, after the password was given again. A download is the whole site's
 * data, above what a session alone may do. Errors: FORBIDDEN (wrong password), BUSY (too many tries), NOT_FOUND.
 */
export async function issueDownload(
  context: BackupContext,
  { backupId, actor, password }: { backupId: string; actor: Actor; password: string },
): Promise<Result<{ token: string }>> {
  return attempt(async () => {
    if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
    await context.catalog.get(backupId);
    await confirmPassword(context, actor, password);
    await takeActAttempt(context, 'download', { trigger: 'manual', actor });
    await recordAudit(context, { act: 'download.allow', subject: backupId, actor, from: 'manual' });
    const token = await issueDownloadToken(await reachDatabase(context), {
      userId: actor.id,
      backupId,
      secondsToLive: SECONDS_TO_LIVE,
    });
    context.host.log.info('A download was allowed.', { backupId, actorId: actor.id });
    return { token };
  });
}
