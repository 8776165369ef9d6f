import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { isGood } from '../policy/proof';
import { listRuns, toRunView } from '../runs/run-records';
import type { BackupView, HistoryPageView, HistoryRowView, RunView } from '../views';
import { backupView } from './backup-view';
import { backupsInUse } from './backups-in-use';
import { clearLostRuns } from './clear-lost-runs';
import { reachDatabase } from './reach-database';

const PAGE = 12;
const LARGEST_PAGE = 100;

/** Verifications stand with their backup; everything else that was pressed is history of its own. */
const KINDS = ['backup', 'restore', 'undo', 'reset', 'migrate', 'seed'] as const;

function statusOf(run: RunView | null, backup: BackupView | null): HistoryRowView['status'] {
  if (run && run.kind !== 'backup') return run.status === 'done' ? 'good' : run.status;
  // Once it is in the catalogue a backup stands for itself, also where its run failed later, while proving it.
  if (backup) return backup.proof === 'damaged' ? 'damaged' : isGood(backup.proof) ? 'good' : 'unchecked';
  return !run || run.status === 'done' ? 'damaged' : run.status;
}

/** A run that ended well, whose backup nobody deleted, and yet the storage does not have it: that must not go unseen. */
const VANISHED = appError(
  'NOT_FOUND',
  'The backup of this run is no longer in the storage, and nobody deleted it here.',
  {
    hint: 'Check the storage: a folder was removed, or another one is set. Make a new backup now.',
  },
);

function historyRow(run: RunView | null, backup: BackupView | null): HistoryRowView | null {
  const source = run ?? backup;
  if (!source) return null;
  return {
    id: source.id,
    status: statusOf(run, backup),
    kind: run?.kind ?? 'backup',
    at: run?.startedAt ?? backup?.createdAt ?? '',
    durationMs: source.durationMs,
    size: backup?.size ?? null,
    trigger: source.trigger,
    actorName: source.actorName,
    note: source.note,
    scope: backup?.scope.kind ?? run?.scope ?? 'full',
    proof: backup?.proof ?? null,
    // One that never started has no page of its own.
    runId: run && run.status !== 'missed' ? run.id : null,
    backupId: backup?.id ?? null,
    error: run?.kind === 'backup' && run.status === 'done' && !backup ? VANISHED : (run?.error ?? null),
    progress: run?.progress ?? null,
    cancelRequested: run?.cancelRequested ?? false,
    keepReason: backup?.keepReason ?? null,
    pinned: backup?.pin != null,
    copies: backup && backup.copies.length > 0 ? copyCounts(backup) : null,
  };
}

const copyCounts = ({ copies }: BackupView) => ({
  done: copies.filter(({ state }) => state === 'done').length,
  failed: copies.filter(({ state }) => state === 'failed').length,
  total: copies.length,
});

/**
 * Runs joined with the catalogue, newest first. Runs come from the database, backups from the storage, so backups
 * whose runs are no longer known (a restored or lost database) stand in the list all the same.
 * Errors: DATABASE_DOWN, STORAGE_DOWN.
 */
export async function getHistory(
  context: BackupContext,
  { before, limit = PAGE }: { before?: string; limit?: number } = {},
): Promise<Result<HistoryPageView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    const size = Math.min(limit, LARGEST_PAGE);
    const [runs, { entries }, inUse] = await Promise.all([
      listRuns(db, { before, limit: size, kinds: KINDS }),
      context.catalog.list(),
      backupsInUse(context),
    ]);
    const last = runs.length < size ? null : (runs.at(-1)?.id ?? null);
    const view = (entry: CatalogEntry) => backupView(context, entry, entries, inUse);
    const byRun = new Map(entries.map((entry) => [entry.manifest.runId, entry]));
    // A safety copy bears the id of the restore around it, and is a backup of its own.
    const known = new Set(runs.flatMap(({ id, kind }) => (kind === 'backup' ? [id] : [])));
    const orphans = entries.filter(({ manifest: { runId } }) => {
      const inPage = (!before || runId < before) && (last === null || runId > last);
      return inPage && !known.has(runId);
    });
    const rows = [
      ...runs
        .filter(({ deletedAt }) => deletedAt === null)
        .map((run) => {
          const entry = run.kind === 'backup' ? byRun.get(run.id) : undefined;
          return { key: run.id, row: historyRow(toRunView(run), entry ? view(entry) : null) };
        }),
      ...orphans.map((entry) => ({ key: entry.manifest.runId, row: historyRow(null, view(entry)) })),
    ]
      .sort((left, right) => (left.key < right.key ? 1 : -1))
      .flatMap(({ row }) => (row ? [row] : []));
    return { rows, nextCursor: last };
  });
}
