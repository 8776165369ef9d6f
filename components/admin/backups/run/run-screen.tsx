'use client';

import type { BackupActions, RunView } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { Lead } from '../ui/lead';
import { ButtonLink } from '../ui/link';
import { Crumbs, Page } from '../ui/page';
import { ProgressBar } from '../ui/progress-bar';
import { useRouter } from '../ui/router';
import { Announcement } from './announcement';
import { PhaseList } from './phase-list';
import { ProblemNote, Reference } from './problem-note';
import { progressWords } from './progress-words';
import { RunFacts } from './run-facts';
import { isStored, RUN_MARKS, runSentence } from './run-words';
import { useRunningTitle } from './use-page-title';
import { type RunControl, useRunControl } from './use-run-control';

function Reason({ run, offline, format }: { run: RunView; offline: boolean; format: Format }) {
  const { words } = format;
  const name = run.actorName;
  const when = format.ago(run.startedAt);
  const scheduled = run.trigger === 'schedule';
  if (run.status === 'running') {
    const text = words(scheduled ? 'run.startedBySchedule' : 'run.startedBy', { when, name });
    return offline ? `${text} ${words('problem.polling')}` : text;
  }
  if (run.status === 'lost') return `${words('run.lostText')} ${words('run.notAffected')}`;
  if (run.error) {
    return (
      <>
        <bdi>{sentences(run.error.message, run.error.hint)}</bdi> {words('run.notAffected')}
        <Reference code={run.error.ref} />
      </>
    );
  }
  const time = format.duration(run.durationMs ?? 0);
  return words(scheduled ? 'run.endedBySchedule' : 'run.ended', { when, name, time });
}

function Acts({ run, control, again }: { run: RunView; control: RunControl; again: (() => void) | null }) {
  const { words } = useFormat();
  if (run.status === 'running') {
    if (!run.cancellable && !control.cancelling) return null;
    return (
      <Button disabled={control.cancelling} onClick={control.cancel}>
        {words(control.cancelling ? 'progress.cancelling' : 'progress.cancel')}
      </Button>
    );
  }
  const exists = run.kind === 'verify' || run.status === 'done' || isStored(run);
  if (exists) {
    return (
      <ButtonLink look="ink" href={`/admin/backups/${run.backupId}`}>
        {words('run.openBackup')}
      </ButtonLink>
    );
  }
  return again ? (
    <Button look="ink" disabled={control.active} onClick={again}>
      {words('problem.tryAgain')}
    </Button>
  ) : null;
}

/** One run, live or ended: sentence, progress, phases with their logs, what it was asked for. */
export function RunScreen({ run: known, actions }: { run: RunView; actions: BackupActions }) {
  const format = useFormat(known.status === 'running' ? 'fast' : 'slow');
  const { words } = format;
  const router = useRouter();
  const watched = useRunControl({
    actions: {
      ...actions,
      startBackup: async (input) => {
        const result = await actions.startBackup(input);
        if (result.ok) router.push(`/admin/backups/runs/${result.data.runId}`);
        return result;
      },
    },
    known,
    version: known,
  });
  const run = watched.run ?? known;
  const running = run.status === 'running';
  useRunningTitle(running ? run.kind : null);
  const { doing, tables, bar } = progressWords(run.progress, format);
  const { scope } = run;
  const again =
    run.kind === 'backup' && scope !== 'tables'
      ? () => watched.start({ scope, verifyRestore: run.verifyRestore })
      : null;
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[
          { name: words('nav.overview'), href: '/admin/backups' },
          { name: words('nav.history'), href: '/admin/backups/history' },
        ]}
        here={<bdi>{format.full(run.startedAt)}</bdi>}
      />
      <Lead
        mark={RUN_MARKS[run.status]}
        page={`run ${run.id}`}
        sentence={runSentence(run, format)}
        reason={<Reason run={run} offline={watched.offline} format={format} />}
        actions={
          <div className="bk-btns">
            <Acts run={run} control={watched} again={again} />
          </div>
        }
      />
      {running && bar ? (
        <div className="bk-lead-bar">
          <ProgressBar label={words('progress.label')} done={bar.done} total={bar.total} />
        </div>
      ) : null}
      {running ? <Announcement text={[doing, tables].filter(Boolean).join(' ')} /> : null}
      {watched.problem ? (
        <div className="bk-lead-note">
          <ProblemNote control={watched} />
        </div>
      ) : null}
      <div className="bk-grid">
        <PhaseList run={run} />
        <RunFacts run={run} />
      </div>
    </Page>
  );
}
