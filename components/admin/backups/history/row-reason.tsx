'use client';

import type { HistoryRowView, VerifyLevel } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Reference } from '../run/problem-note';
import { Link } from '../ui/link';

const REASONS: Partial<Record<HistoryRowView['status'], string>> = {
  unchecked: 'history.whyUnchecked',
  damaged: 'history.whyDamaged',
  missed: 'history.whyMissed',
  lost: 'history.whyLost',
  failed: 'history.whyFailed',
};

export function hasReason(row: HistoryRowView): boolean {
  return REASONS[row.status] !== undefined;
}

interface RowReasonProps {
  row: HistoryRowView;
  onVerify: (level: VerifyLevel) => void;
}

/** The second line of a row that did not end well: why, and its one way on. */
export function RowReason({ row, onVerify }: RowReasonProps) {
  const words = useWords();
  const key = REASONS[row.status];
  if (!key) return null;
  const said = row.error ? sentences(row.error.message, row.error.hint) : words(key);
  return (
    <span className="bk-why">
      <bdi>{said}</bdi>
      <Reference code={row.error?.ref} />{' '}
      {row.status === 'unchecked' && row.backupId ? (
        <button type="button" className="bk-text-btn bk-nw" data-inline="" onClick={() => onVerify('bytes')}>
          {words('history.readBackNow')}
        </button>
      ) : row.runId && row.status !== 'missed' ? (
        <Link className="bk-link bk-nw" href={`/admin/backups/runs/${row.runId}`}>
          {words('history.seeRun')}
        </Link>
      ) : null}
    </span>
  );
}
