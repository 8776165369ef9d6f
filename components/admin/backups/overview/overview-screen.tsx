'use client';

import { Archive, CloudOff } from 'lucide-react';
import type { BackupActions, OverviewView } from '../contract';
import { useFormat } from '../format/use-format';
import { HistoryTable } from '../history/history-table';
import { ProblemNote } from '../run/problem-note';
import { useRunningTitle } from '../run/use-page-title';
import { useRunControl } from '../run/use-run-control';
import { useShortcuts } from '../shell/shortcuts';
import { Empty } from '../ui/empty';
import { Link } from '../ui/link';
import { Note } from '../ui/note';
import { Page } from '../ui/page';
import { BackUpButton, USUAL_BACKUP } from './back-up-button';
import { RunStrip } from './run-strip';
import { SideFacts } from './side-facts';
import { useFreshOverview } from './use-fresh-overview';
import { VerdictLead } from './verdict-lead';

interface OverviewScreenProps {
  overview: OverviewView;
  actions: BackupActions;
}

function NextRun({ at }: { at: string | null }) {
  const format = useFormat();
  if (at === null) return <span className="bk-end bk-3">{format.words('history.scheduleOff')}</span>;
  const times = { utc: format.utcClock(at), local: format.clock(at), in: format.until(at) };
  return (
    <time className="bk-end bk-3 bk-hide-s" dateTime={at} title={format.both(at)}>
      {format.words(format.now === null ? 'history.nextRunUtc' : 'history.nextRun', times)}
    </time>
  );
}

/** "Am I safe?", the button, the last runs, the history, and the facts at the side. */
export function OverviewScreen({ overview, actions }: OverviewScreenProps) {
  const format = useFormat();
  const { words } = format;
  const control = useRunControl({ actions, known: overview.running, version: overview });
  const { silent, answeredAt } = useFreshOverview(overview.at);
  useShortcuts({ b: () => control.start(USUAL_BACKUP) });
  useRunningTitle(control.active ? (control.run?.kind ?? 'backup') : null);

  const { rows, nextCursor } = overview.history;
  const blank = rows.length === 0 && !control.active;
  return (
    <>
      <Page>
        {silent && !control.active ? (
          <div className="bk-lead-note">
            <Note tone="warn" icon={CloudOff} title={words('problem.silentTitle')} role="status">
              {words('problem.silent', { when: format.ago(new Date(answeredAt).toISOString()) })}
            </Note>
          </div>
        ) : null}
        <VerdictLead overview={overview} control={control} />
        {control.problem ? (
          <div className="bk-lead-note">
            <ProblemNote control={control} />
          </div>
        ) : null}
        <div className="bk-grid">
          <div>
            <RunStrip rows={overview.strip} readable={overview.verdict.state !== 'unknown'} />
            <section className="bk-sec" aria-labelledby="bk-history">
              <div className="bk-sec-h">
                <h2 className="bk-h2" id="bk-history">
                  {words('history.heading')}
                </h2>
                <NextRun at={overview.nextRunAt} />
              </div>
              {blank ? (
                <Empty icon={Archive}>
                  {words(overview.verdict.reason === 'no-backup' ? 'history.empty' : 'history.unavailable')}
                </Empty>
              ) : (
                <HistoryTable rows={rows} control={control} actions={actions} />
              )}
              {blank ? null : (
                <div className="bk-foot">
                  <span>{words('history.rows', { n: rows.length })}</span>
                  {nextCursor ? (
                    <Link className="bk-link" href={`/admin/backups/history?before=${encodeURIComponent(nextCursor)}`}>
                      {words('history.older')}
                    </Link>
                  ) : null}
                </div>
              )}
            </section>
          </div>
          <SideFacts overview={overview} />
        </div>
      </Page>
      <div className="bk-stick">
        <BackUpButton overview={overview} control={control} />
      </div>
    </>
  );
}
