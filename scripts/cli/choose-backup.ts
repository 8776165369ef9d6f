import { appError, err, listBackups, ok, type Result } from '@/lib/backup';

/** The id itself, or for "latest" the newest good full backup. From storage alone. */
export async function chooseBackup(wanted: string): Promise<Result<string>> {
  if (wanted !== 'latest') return ok(wanted);
  const listed = await listBackups();
  if (!listed.ok) return listed;
  const good = listed.value.backups.find(
    ({ scope, proof }) => scope.kind === 'full' && (proof === 'restored' || proof === 'read-back'),
  );
  if (good) return ok(good.id);
  return err(
    appError('NOT_FOUND', 'There is no good full backup.', { hint: 'See what there is: npm run -s backup -- list' }),
  );
}
