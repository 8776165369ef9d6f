'use client';

import type { BackupActions, RunView } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Announcement } from '../run/announcement';
import { isStateRun } from '../run/kind-words';
import { PhaseList } from '../run/phase-list';
import { ProblemNote, Reference } from '../run/problem-note';
import { progressWords } from '../run/progress-words';
import { RUN_MARKS, runSentence } from '../run/run-words';
import { useRunningTitle } from '../run/use-page-title';
import { type RunControl, useRunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { FactList } from '../ui/fact-list';
import { Lead } from '../ui/lead';
import { ButtonLink, Link } from '../ui/link';
import { Crumbs, Page } from '../ui/page';

/** Where the state that a run is about stands. */
const statePageOf = ({ kind }: Pick<RunView, 'kind'>): string =>
  kind === 'seed' ? '/admin/backups/seed' : '/admin/backups/migrations';

function copyOf(run: RunView): string | null {
  const backup = run.phases.find(({ key }) => key === 'safety')?.facts.backup;
  return typeof backup === 'string' ? backup : null;
}

function Reason({ run, control, format }: { run: RunView; control: RunControl; format: Format }) {
  const { words } = format;
  const at = { when: format.ago(run.startedAt), name: run.actorName };
  if (run.status === 'running') {
    if (control.offline) return words(control.signedOut ? 'problem.signedOut' : 'problem.polling');
    return words(run.cancellable ? 'state.run.startedBy' : 'state.run.noCancel', at);
  }
  if (run.status === 'lost') return words('state.run.lostText');
  if (run.error) {
    return (
      <>
        <bdi>{sentences(run.error.message, run.error.hint)}</bdi> {words('state.run.asItWas')}
        <Reference code={run.error.ref} />
      </>
    );
  }
  return words('run.ended', { ...at, time: format.duration(run.durationMs ?? 0) });
}

function Acts({ run, control, format }: { run: RunView; control: RunControl; format: Format }) {
  const { words } = format;
  if (run.status !== 'running') return <ButtonLink href={statePageOf(run)}>{words('state.run.back')}</ButtonLink>;
  if (!run.cancellable && !control.cancelling) return null;
  return (
    <Button disabled={control.cancelling} onClick={control.cancel}>
      {words(control.cancelling ? 'progress.cancelling' : 'progress.cancel')}
    </Button>
  );
}

function Facts({ run, format }: { run: RunView; format: Format }) {
  const { words } = format;
  const copy = copyOf(run);
  const planned = run.phases.some(({ key }) => key === 'safety');
  return (
    <aside className="bk-facts" aria-label={words('run.details')}>
      <FactList
        title={words('run.details')}
        facts={[
          { name: words('run.id'), value: <bdi className="bk-mono">{run.id}</bdi> },
          { name: words('run.started'), value: <bdi>{format.full(run.startedAt)}</bdi> },
          { name: words('run.by'), value: <bdi>{run.actorName}</bdi> },
          run.durationMs === null ? null : { name: words('run.took'), value: format.precise(run.durationMs) },
          copy
            ? {
                name: words('state.run.copy'),
                value: (
                  <Link className="bk-link" href={`/admin/backups/${copy}`}>
                    {words('state.run.openCopy')}
                  </Link>
                ),
              }
            : planned
              ? null
              : { name: words('state.run.copy'), value: words('state.run.noCopy') },
        ]}
      />
    </aside>
  );
}

/** A run of migrations or of the seed: its phases as a log, what stands before it, and the way back to the state. */
export function StateRunScreen({ run: known, actions }: { run: RunView; actions: BackupActions }) {
  const format = useFormat(known.status === 'running' ? 'fast' : 'slow');
  const { words } = format;
  const control = useRunControl({ actions, known, version: known });
  const run = control.run ?? known;
  const running = run.status === 'running';
  useRunningTitle(running && isStateRun(run.kind) ? run.kind : null);
  const { doing } = progressWords(run.progress, format, run.kind);
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[
          { name: words('nav.overview'), href: '/admin/backups' },
          { name: words('state.nav'), href: statePageOf(run) },
        ]}
        here={<bdi>{format.full(run.startedAt)}</bdi>}
      />
      <Lead
        mark={RUN_MARKS[run.status]}
        page={`run ${run.id}`}
        sentence={runSentence(run, format)}
        reason={<Reason run={run} control={control} format={format} />}
        actions={
          <div className="bk-btns">
            <Acts run={run} control={control} format={format} />
          </div>
        }
      />
      {running ? <Announcement text={doing} /> : null}
      {control.problem ? (
        <div className="bk-lead-note">
          <ProblemNote control={control} />
        </div>
      ) : null}
      <div className="bk-grid">
        <PhaseList run={run} />
        <Facts run={run} format={format} />
      </div>
    </Page>
  );
}
