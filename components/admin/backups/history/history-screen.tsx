'use client';

import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BackupActions, HistoryPageView } from '../contract';
import { useWords } from '../format/words';
import { ProblemNote } from '../run/problem-note';
import { useRunningTitle } from '../run/use-page-title';
import { useRunControl } from '../run/use-run-control';
import { Empty } from '../ui/empty';
import { Link } from '../ui/link';
import { Page } from '../ui/page';
import { PageHeading } from '../ui/page-heading';
import { HistoryTable } from './history-table';

interface HistoryScreenProps {
  page: HistoryPageView;
  /** The cursor this page begins behind; null on the newest page. */
  before: string | null;
  actions: BackupActions;
  /** What stands below the rows. */
  children?: ReactNode;
}

/** Every run, newest first, in pages behind a cursor. */
export function HistoryScreen({ page, before, actions, children }: HistoryScreenProps) {
  const words = useWords();
  const { rows, nextCursor } = page;
  const knownId = rows.find(({ status }) => status === 'running')?.runId ?? null;
  const control = useRunControl({ actions, known: null, knownId, version: page });
  useRunningTitle(control.active ? (control.run?.kind ?? 'backup') : null);
  return (
    <Page>
      <div className="bk-title">
        <PageHeading of={`history ${before ?? ''}`}>{words('history.pageTitle')}</PageHeading>
        <p className="bk-lead-p">{words('history.pageText')}</p>
      </div>
      {control.problem ? (
        <div className="bk-lead-note">
          <ProblemNote control={control} />
        </div>
      ) : null}
      <section className="bk-sec" aria-labelledby="bk-heading">
        {rows.length === 0 && !control.active ? (
          <Empty icon={Archive}>{words(before ? 'history.end' : 'history.empty')}</Empty>
        ) : (
          <HistoryTable rows={rows} control={control} actions={actions} />
        )}
        <div className="bk-foot">
          {before ? (
            <Link className="bk-link" href="/admin/backups/history">
              {words('history.newest')}
            </Link>
          ) : (
            <span>{rows.length > 0 ? words('history.rows', { n: rows.length }) : null}</span>
          )}
          {nextCursor ? (
            <Link className="bk-link" href={`/admin/backups/history?before=${encodeURIComponent(nextCursor)}`}>
              {words('history.older')}
            </Link>
          ) : before ? (
            <span>{words('history.end')}</span>
          ) : null}
        </div>
      </section>
      {children}
    </Page>
  );
}
