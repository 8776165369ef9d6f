'use client';

import type { HistoryRowView } from '../contract';
import { useFormat } from '../format/use-format';
import { isRestoring, rowStatus } from '../run/kind-words';
import { CopyCount } from '../storage/copy-count';
import { Link } from '../ui/link';
import { Menu } from '../ui/menu';
import { ProofStack } from '../ui/proof-stack';
import { HistoryStatusWord } from '../ui/status-word';
import { Time } from '../ui/time';
import { type BackupActs, rowEntries } from './row-menu';
import { hasReason, RowReason } from './row-reason';
import { rowHref } from './row-target';
import { StartedBy } from './started-by';

interface HistoryRowProps {
  row: HistoryRowView;
  busy: boolean;
  acts: BackupActs;
}

export function HistoryRow({ row, busy, acts }: HistoryRowProps) {
  const format = useFormat();
  const { words } = format;
  const href = rowHref(row);
  const dash = <span className="bk-dash">–</span>;
  const explained = hasReason(row);
  const { backupId, runId, keepReason, pinned, kind } = row;
  const entries = rowEntries({ words, kind, backupId, runId, keepReason, pinned, busy, acts });
  const when = format.full(row.at);
  const time = <Time at={row.at} clock alone />;
  return (
    <>
      <tr className={explained ? 'bk-noline' : undefined}>
        <td className="c-st">
          <HistoryStatusWord status={row.status}>{rowStatus(row, words)}</HistoryStatusWord>
        </td>
        <td className="c-when">
          {href ? (
            <Link className="bk-ink-link bk-when" href={href}>
              {time}
            </Link>
          ) : (
            time
          )}
        </td>
        <td className="c-took bk-num">
          {row.durationMs === null ? dash : <bdi>{format.duration(row.durationMs)}</bdi>}
        </td>
        <td className="c-size bk-num">{row.size === null ? dash : <bdi>{format.bytes(row.size)}</bdi>}</td>
        <td className="c-by">
          <StartedBy row={row} />
        </td>
        <td className="c-proof">
          {isRestoring(kind) ? dash : <ProofStack proof={row.proof} />} <CopyCount copies={row.copies} />
        </td>
        <td className="c-menu">
          {entries.length > 0 ? (
            <Menu
              label={words(kind === 'backup' && backupId ? 'history.more' : 'history.moreRun', { when })}
              entries={entries}
            />
          ) : null}
        </td>
      </tr>
      {explained ? (
        <tr className="bk-reason">
          <td className="c-sp" />
          <td colSpan={6}>
            <RowReason row={row} onVerify={acts.verify} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
