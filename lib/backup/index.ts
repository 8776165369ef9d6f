/**
 * The door of the module: use-cases bound to this process's host and settings, and the views they give.
 * Nothing else of lib/backup is imported from outside. `app/` comes in by server.ts, which is this door for servers only.
 */
import { type BackupContext, createContext } from './context';
import { host } from './host';
import { applyContentAct as applyContentActUseCase } from './use-cases/apply-content-act';
import { cancelRun as cancelRunUseCase } from './use-cases/cancel-run';
import { checkCronSecret as checkCronSecretUseCase } from './use-cases/check-cron-secret';
import { deleteBackup as deleteBackupUseCase } from './use-cases/delete-backup';
import { dropReplaced as dropReplacedUseCase } from './use-cases/drop-replaced';
import { fetchContent as fetchContentUseCase } from './use-cases/fetch-content';
import { findCommit as findCommitUseCase } from './use-cases/find-commit';
import { findItems as findItemsUseCase } from './use-cases/find-items';
import { getBackup as getBackupUseCase } from './use-cases/get-backup';
import { getContentDiff as getContentDiffUseCase } from './use-cases/get-content-diff';
import { getContentFile as getContentFileUseCase } from './use-cases/get-content-file';
import { getContentHistory as getContentHistoryUseCase } from './use-cases/get-content-history';
import { getContentIncidents as getContentIncidentsUseCase } from './use-cases/get-content-incidents';
import { getContentStatus as getContentStatusUseCase } from './use-cases/get-content-status';
import { getDeletedFiles as getDeletedFilesUseCase } from './use-cases/get-deleted-files';
import { getFileHistory as getFileHistoryUseCase } from './use-cases/get-file-history';
import { getHealth as getHealthUseCase } from './use-cases/get-health';
import { getHistory as getHistoryUseCase } from './use-cases/get-history';
import { getMigrations as getMigrationsUseCase } from './use-cases/get-migrations';
import { getOverview as getOverviewUseCase } from './use-cases/get-overview';
import { getRestoreResult as getRestoreResultUseCase } from './use-cases/get-restore-result';
import { getRun as getRunUseCase } from './use-cases/get-run';
import { getRunning as getRunningUseCase } from './use-cases/get-running';
import { getSeed as getSeedUseCase } from './use-cases/get-seed';
import { importDump as importDumpUseCase } from './use-cases/import-dump';
import { issueDownload as issueDownloadUseCase } from './use-cases/issue-download';
import { listBackups as listBackupsUseCase } from './use-cases/list-backups';
import { listReplaced as listReplacedUseCase } from './use-cases/list-replaced';
import { listRuns as listRunsUseCase } from './use-cases/list-runs';
import { mendContent as mendContentUseCase } from './use-cases/mend-content';
import { openArtifact as openArtifactUseCase } from './use-cases/open-artifact';
import { openDownload as openDownloadUseCase } from './use-cases/open-download';
import { planContentAct as planContentActUseCase } from './use-cases/plan-content-act';
import { planReset as planResetUseCase } from './use-cases/plan-reset';
import { planRestore as planRestoreUseCase } from './use-cases/plan-restore';
import {
  bringContentPoint as bringContentPointUseCase,
  cloneContentPoint as cloneContentPointUseCase,
} from './use-cases/recover-content';
import { runDoctor as runDoctorUseCase } from './use-cases/run-doctor';
import { runDrill as runDrillUseCase } from './use-cases/run-drill';
import { runSchedule as runScheduleUseCase } from './use-cases/run-schedule';
import { saveUnsavedEdits as saveUnsavedEditsUseCase } from './use-cases/save-unsaved-edits';
import { setAsideUnsavedEdits as setAsideUnsavedEditsUseCase } from './use-cases/set-aside-unsaved-edits';
import { startBackup as startBackupUseCase } from './use-cases/start-backup';
import { startReset as startResetUseCase } from './use-cases/start-reset';
import { startRestore as startRestoreUseCase } from './use-cases/start-restore';
import { undeleteBackup as undeleteBackupUseCase } from './use-cases/undelete-backup';
import { undoRestore as undoRestoreUseCase } from './use-cases/undo-restore';
import { verifyBackup as verifyBackupUseCase } from './use-cases/verify-backup';

let context: BackupContext | undefined;

const bind =
  <Input extends unknown[], Output>(useCase: (context: BackupContext, ...input: Input) => Output) =>
  (...input: Input): Output => {
    context ??= createContext(host);
    return useCase(context, ...input);
  };

export const cancelRun = bind(cancelRunUseCase);
export const checkCronSecret = bind(checkCronSecretUseCase);
export const deleteBackup = bind(deleteBackupUseCase);
export const getBackup = bind(getBackupUseCase);
export const getHealth = bind(getHealthUseCase);
export const getHistory = bind(getHistoryUseCase);
export const getMigrations = bind(getMigrationsUseCase);
export const getOverview = bind(getOverviewUseCase);
export const getRun = bind(getRunUseCase);
export const getRunning = bind(getRunningUseCase);
export const getSeed = bind(getSeedUseCase);
export const issueDownload = bind(issueDownloadUseCase);
export const listBackups = bind(listBackupsUseCase);
export const listRuns = bind(listRunsUseCase);
export const openArtifact = bind(openArtifactUseCase);
export const openDownload = bind(openDownloadUseCase);
export const planRestore = bind(planRestoreUseCase);
export const startRestore = bind(startRestoreUseCase);
export const getRestoreResult = bind(getRestoreResultUseCase);
export const undoRestore = bind(undoRestoreUseCase);
export const listReplaced = bind(listReplacedUseCase);
export const dropReplaced = bind(dropReplacedUseCase);
export const getContentHistory = bind(getContentHistoryUseCase);
export const getFileHistory = bind(getFileHistoryUseCase);
export const getContentDiff = bind(getContentDiffUseCase);
export const getContentFile = bind(getContentFileUseCase);
export const getContentIncidents = bind(getContentIncidentsUseCase);
export const getContentStatus = bind(getContentStatusUseCase);
export const getDeletedFiles = bind(getDeletedFilesUseCase);
export const findItems = bind(findItemsUseCase);
export const findCommit = bind(findCommitUseCase);
export const planContentAct = bind(planContentActUseCase);
export const applyContentAct = bind(applyContentActUseCase);
export const fetchContent = bind(fetchContentUseCase);
export const saveUnsavedEdits = bind(saveUnsavedEditsUseCase);
export const setAsideUnsavedEdits = bind(setAsideUnsavedEditsUseCase);
export const mendContent = bind(mendContentUseCase);
export const bringContentPoint = bind(bringContentPointUseCase);
export const cloneContentPoint = bind(cloneContentPointUseCase);
export const runDoctor = bind(runDoctorUseCase);
export const importDump = bind(importDumpUseCase);
export const planReset = bind(planResetUseCase);
export const startReset = bind(startResetUseCase);
export const runDrill = bind(runDrillUseCase);
export const runSchedule = bind(runScheduleUseCase);
export const startBackup = bind(startBackupUseCase);
export const undeleteBackup = bind(undeleteBackupUseCase);
export const verifyBackup = bind(verifyBackupUseCase);

export { environmentSchema } from './config';
export { host } from './host';
export type { Actor, Permission } from './host.types';
export { type AppError, type AppErrorCode, AppFailure, appError } from './kernel/app-error';
export { formatBytes } from './kernel/bytes';
export { ERROR_TABLE } from './kernel/error-table';
export { newReference } from './kernel/ids';
export { pathToken, readPathToken } from './kernel/path-token';
export { attempt, err, ok, type Result } from './kernel/result';
export { SCHEDULE_KINDS, type ScheduleKind } from './policy/schedule';
export type { RestoreTargetRequest } from './use-cases/restore-target';
export type { BackupRequest, StartedRun } from './use-cases/start-backup';
export type * from './views';
