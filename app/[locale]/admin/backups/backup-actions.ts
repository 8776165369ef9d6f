import type { BackupActions } from '@/components/admin/backups/contract';
import { cancelRunAction } from './_actions/cancel-run';
import { deleteBackupAction } from './_actions/delete-backup';
import { issueDownloadAction } from './_actions/issue-download';
import { startBackupAction } from './_actions/start-backup';
import { undeleteBackupAction } from './_actions/undelete-backup';
import { verifyBackupAction } from './_actions/verify-backup';

/** The server actions, as the pages hand them to their screens. */
export const backupActions: BackupActions = {
  startBackup: startBackupAction,
  cancelRun: cancelRunAction,
  verifyBackup: verifyBackupAction,
  deleteBackup: deleteBackupAction,
  undeleteBackup: undeleteBackupAction,
  issueDownload: issueDownloadAction,
};
