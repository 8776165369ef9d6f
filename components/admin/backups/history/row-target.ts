import type { HistoryRowView } from '../contract';

/** Where a row leads: to its backup, else to its run, else nowhere (a run that never started). */
export function rowHref(row: Pick<HistoryRowView, 'backupId' | 'runId' | 'kind'>): string | null {
  if (row.kind !== 'backup' && row.runId) return `/admin/backups/runs/${row.runId}`;
  if (row.backupId) return `/admin/backups/${row.backupId}`;
  return row.runId ? `/admin/backups/runs/${row.runId}` : null;
}
