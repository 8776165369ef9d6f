'use client';

import { CircleX } from 'lucide-react';
import type { BackupActions, Card, RestoreResultView, RunView } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Announcement } from '../run/announcement';
import { ProblemNote, Reference } from '../run/problem-note';
import { progressWords } from '../run/progress-words';
import { isStale, RUN_MARKS } from '../run/run-words';
import { useRunningTitle } from '../run/use-page-title';
import { type RunControl, useRunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { Lead } from '../ui/lead';
import { ButtonLink } from '../ui/link';
import { Note } from '../ui/note';
import { Crumbs, Page } from '../ui/page';
import { ProgressBar } from '../ui/progress-bar';
import { ReachNote } from './reach-note';
import { planHrefOf } from './restore-choice';
import { RestoreRunBody } from './restore-run-body';
import { contentIsMissing, differsWords, outcomeWords, restoreSentence } from './result-words';
import { UndoPanel } from './undo-panel';

interface RestoreRunScreenProps {
  run: RunView;
  /** What became of it; null while it runs. */
  result: Card<RestoreResultView> | null;
  site: string;
  /** The gate that the address asks for. */
  gate: 'undo' | 'drop' | null;
  actions: BackupActions;
}

function Reason({ run, result, control }: { run: RunView; result: RestoreResultView | null; control: RunControl }) {
  const format = useFormat(run.status === 'running' ? 'fast' : 'slow');
  const { words } = format;
  const at = { when: format.ago(run.startedAt), name: run.actorName };
  if (run.status === 'running') {
    const offline = words(control.signedOut ? 'problem.signedOut' : 'problem.polling');
    const text = run.cancellable ? words('run.startedBy', at) : words('run.noCancel');
    return control.offline ? offline : text;
  }
  if (run.status === 'lost') return `${words('run.restoreLost')} ${words('run.backupsKept')}`;
  if (run.error) {
    const { message, hint, ref } = run.error;
    return (
      <>
        <bdi>{sentences(message, differsWords(result, format), hint)}</bdi> {words('run.backupsKept')}
        <Reference code={ref} />
      </>
    );
  }
  const ended = words('run.ended', { ...at, time: format.duration(run.durationMs ?? 0) });
  return run.status === 'done' ? `${outcomeWords(run, result, format)} ${ended}` : ended;
}

interface ActsProps {
  run: RunView;
  result: RestoreResultView | null;
  control: RunControl;
  format: Format;
}

function Acts({ run, result, control, format }: ActsProps) {
  const { words } = format;
  if (run.status === 'running') {
    if (!run.cancellable && !control.cancelling) return null;
    return (
      <Button disabled={control.cancelling} onClick={control.cancel}>
        {words(control.cancelling ? 'progress.cancelling' : 'progress.cancel')}
      </Button>
    );
  }
  if (isStale(run)) {
    return (
      <ButtonLink look="ink" href={planHrefOf(run, result?.target ?? null)} prefetch={false}>
        {words('gate.readAgain')}
      </ButtonLink>
    );
  }
  if (contentIsMissing(run) && run.kind === 'restore') {
    return (
      <ButtonLink look="ink" href={`/admin/backups/${run.backupId}/content`} prefetch={false}>
        {words('recovery.restoreContent')}
      </ButtonLink>
    );
  }
  const onLive = run.restore?.target === 'live' || run.restore?.target === 'live-tables';
  if (run.status === 'done' && onLive) return <ButtonLink href="/">{words('result.openSite')}</ButtonLink>;
  if (run.kind !== 'restore') return null;
  return <ButtonLink href={`/admin/backups/${run.backupId}`}>{words('result.openBackup')}</ButtonLink>;
}

/** A restore, an undo or a reset: live by its phases, afterwards the comparison that decided it, and the way back. */
export function RestoreRunScreen({ run: known, result: card, site, gate, actions }: RestoreRunScreenProps) {
  const format = useFormat(known.status === 'running' ? 'fast' : 'slow');
  const { words } = format;
  const control = useRunControl({ actions, known, version: known });
  const run = control.run ?? known;
  const running = run.status === 'running';
  const result = card?.state === 'known' ? card.value : null;
  useRunningTitle(running ? run.kind : null);
  const { doing, tables, bar } = progressWords(run.progress, format, run.kind);
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
        sentence={restoreSentence(run, result, format)}
        reason={<Reason run={run} result={result} control={control} />}
        actions={
          <div className="bk-btns">
            <Acts run={run} result={result} control={control} format={format} />
          </div>
        }
      />
      {running && bar ? (
        <div className="bk-lead-bar">
          <ProgressBar label={words('progress.label')} done={bar.done} total={bar.total} />
        </div>
      ) : null}
      {running ? <Announcement text={[doing, tables].filter(Boolean).join(' ')} /> : null}
      <div className="bk-notes">
        {control.problem ? <ProblemNote control={control} /> : null}
        {card?.state === 'unavailable' ? (
          <Note tone="warn" icon={CircleX} title={words('problem.resultTitle')}>
            <bdi>{sentences(card.error.message, card.error.hint)}</bdi>
            <Reference code={card.error.ref} />
          </Note>
        ) : null}
        {result?.undo && (run.status === 'done' || contentIsMissing(run)) ? (
          <UndoPanel run={run} undo={result.undo} site={site} gate={gate} actions={actions} />
        ) : null}
        {result && run.status === 'done' ? <ReachNote target={result.target} run={run} /> : null}
      </div>
      <RestoreRunBody run={run} result={running ? null : result} />
    </Page>
  );
}
