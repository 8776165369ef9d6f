import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { attempt, err, ok, type Result } from '../kernel/result';
import { redeemDownloadToken } from '../runs/download-tokens';
import { type OpenedDownload, openArtifact } from './open-artifact';
import { reachDatabase } from './reach-database';
import { noteAudit, recordAudit } from './record-audit';

/**
 * Redeems a one-time token and opens what it stands for. Call `ended` with the bytes that were sent, once.
 * Errors: FORBIDDEN (used, expired, or another admin's token), NOT_FOUND, CORRUPT.
 */
export async function openDownload(
  context: BackupContext,
  { token, actor, signal }: { token: string; actor: { id: string; name: string }; signal?: AbortSignal },
): Promise<Result<OpenedDownload & { ended(bytes: number): Promise<void> }>> {
  const redeemed = await attempt(async () =>
    redeemDownloadToken(await reachDatabase(context), { token, userId: actor.id }),
  );
  if (!redeemed.ok) return redeemed;
  if (!redeemed.value) {
    return err(
      appError('FORBIDDEN', 'This download link was used or has expired.', {
        hint: 'Press Download again. A link works once, for one minute.',
      }),
    );
  }
  const { backupId } = redeemed.value;
  const opened = await openArtifact(context, backupId, signal);
  if (!opened.ok) return opened;
  const note = { subject: backupId, actor: { id: actor.id, name: actor.name }, from: 'manual' as const };
  const noted = await attempt(() =>
    recordAudit(context, { ...note, act: 'download.start', detail: { size: opened.value.size } }),
  );
  if (!noted.ok) {
    opened.value.stream.destroy();
    return noted;
  }
  context.host.log.info('A download began.', { backupId, userId: actor.id, bytes: opened.value.size });
  return ok({
    ...opened.value,
    ended: (bytes: number) =>
      noteAudit(context, { ...note, act: 'download.end', detail: { bytes, whole: bytes === opened.value.size } }),
  });
}
