import type { BackupActions } from '@/components/admin/backups/contract';
import { cancelRunAction } from './_actions/cancel-run';
import { deleteBackupAction } from './_actions/delete-backup';
import { dropReplacedAction } from './_actions/drop-replaced';
import { issueDownloadAction } from './_actions/issue-download';
import { pinBackupAction } from './_actions/pin-backup';
import { startBackupAction } from './_actions/start-backup';
import { startResetAction } from './_actions/start-reset';
import { startRestoreAction } from './_actions/start-restore';
import { undeleteBackupAction } from './_actions/undelete-backup';
import { undoRestoreAction } from './_actions/undo-restore';
import { verifyBackupAction } from './_actions/verify-backup';

/** The server actions, as the pages hand them to their screens. */
export const backupActions: BackupActions = {
  startBackup: startBackupAction,
  cancelRun: cancelRunAction,
  verifyBackup: verifyBackupAction,
  deleteBackup: deleteBackupAction,
  undeleteBackup: undeleteBackupAction,
  pinBackup: pinBackupAction,
  issueDownload: issueDownloadAction,
  startRestore: startRestoreAction,
  undoRestore: undoRestoreAction,
  dropReplaced: dropReplacedAction,
  startReset: startResetAction,
};
