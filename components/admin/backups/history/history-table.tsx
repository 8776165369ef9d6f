'use client';

import { useState } from 'react';
import { DownloadDialog } from '../backup/download-dialog';
import { useDeleteBackup } from '../backup/use-delete-backup';
import { usePinBackup } from '../backup/use-pin-backup';
import type { BackupActions, HistoryRowView } from '../contract';
import { useWords } from '../format/words';
import type { RunControl } from '../run/use-run-control';
import { HistoryRow } from './history-row';
import { LiveRow } from './live-row';

interface HistoryTableProps {
  rows: HistoryRowView[];
  control: RunControl;
  actions: BackupActions;
}

/** Newest first. The running row stands on top until the server's own row for that run has come. */
export function HistoryTable({ rows, control, actions }: HistoryTableProps) {
  const words = useWords();
  const [downloading, setDownloading] = useState<HistoryRowView | null>(null);
  const { removed, remove } = useDeleteBackup(actions);
  const pin = usePinBackup(actions);
  const live = control.run;
  const settled = live !== null && rows.some((row) => row.runId === live.id && row.status !== 'running');
  const showsLive = control.pending !== null || (live !== null && !settled);
  const shown = rows.filter(
    (row) => !(showsLive && row.status === 'running') && !(row.backupId && removed.has(row.backupId)),
  );
  return (
    <>
      <table className="bk-t bk-hist">
        <caption className="bk-sr">{words('history.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('history.status')}</th>
            <th scope="col" aria-sort="descending">
              {words('history.when')}
            </th>
            <th scope="col" className="bk-num">
              {words('history.took')}
            </th>
            <th scope="col" className="bk-num">
              {words('history.size')}
            </th>
            <th scope="col">{words('history.startedBy')}</th>
            <th scope="col">{words('history.proof')}</th>
            <th scope="col">
              <span className="bk-sr">{words('history.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {showsLive ? <LiveRow control={control} /> : null}
          {shown.map((row) => (
            <HistoryRow
              key={row.id}
              row={row}
              busy={control.active}
              acts={{
                download: () => setDownloading(row),
                verify: (level) => {
                  if (row.backupId) control.verify(row.backupId, level);
                },
                pin: (pinned) => {
                  if (row.backupId) pin({ id: row.backupId, createdAt: row.at }, pinned);
                },
                remove: () => {
                  if (row.backupId) remove({ id: row.backupId, createdAt: row.at });
                },
              }}
            />
          ))}
        </tbody>
      </table>
      <DownloadDialog
        backup={downloading?.backupId ? { id: downloading.backupId, size: downloading.size } : null}
        onClose={() => setDownloading(null)}
        issueDownload={actions.issueDownload}
      />
    </>
  );
}
