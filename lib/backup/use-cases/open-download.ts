import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { attempt, err, type Result } from '../kernel/result';
import { redeemDownloadToken } from '../runs/download-tokens';
import { type OpenedDownload, openArtifact } from './open-artifact';
import { reachDatabase } from './reach-database';

/** Redeems a one-time token and opens what it stands for. Errors: FORBIDDEN (used, expired, or another admin's token), NOT_FOUND, CORRUPT. */
export async function openDownload(
  context: BackupContext,
  { token, userId, signal }: { token: string; userId: string; signal?: AbortSignal },
): Promise<Result<OpenedDownload>> {
  const redeemed = await attempt(async () => redeemDownloadToken(await reachDatabase(context), { token, userId }));
  if (!redeemed.ok) return redeemed;
  if (!redeemed.value) {
    return err(
      appError('FORBIDDEN', 'This download link was used or has expired.', {
        hint: 'Press Download again. A link works once, for one minute.',
      }),
    );
  }
  const opened = await openArtifact(context, redeemed.value.backupId, signal);
  if (opened.ok) {
    const { backupId } = redeemed.value;
    context.host.log.info('A download began.', { backupId, userId, bytes: opened.value.size });
  }
  return opened;
}
