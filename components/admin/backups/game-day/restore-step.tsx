'use client';

import type { GameDayView } from '@/lib/backup';
import type { BackupActions } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { Announcement } from '../run/announcement';
import { progressWords } from '../run/progress-words';
import { useRunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { Link } from '../ui/link';
import { ProgressBar } from '../ui/progress-bar';
import { ActProblem } from './act-problem';
import type { GameDayActions } from './game-day-actions';
import { useAct } from './use-act';

const unused = () => Promise.reject(new Error('This page starts no backup.'));

interface RestoreStepProps extends Pick<GameDayActions, 'rehearseRestore' | 'cancelRun'> {
  day: GameDayView;
}

/** The restore while it is under way; the page is asked again when it ends. */
export function RestoreRunning({ day, cancelRun }: Omit<RestoreStepProps, 'rehearseRestore'>) {
  const format = useFormat('fast');
  const { words } = format;
  const actions = { startBackup: unused, verifyBackup: unused, cancelRun } satisfies Partial<BackupActions>;
  const control = useRunControl({ actions, known: day.run, version: day });
  const { doing, tables, amount, bar } = progressWords(control.run?.progress ?? null, format, 'restore');
  const cancellable = control.run?.cancellable === true || control.cancelling;
  return (
    <>
      <p className="bk-2">{[doing, tables, amount].filter((part) => part !== null).join(' · ')}</p>
      {bar ? <ProgressBar label={words('progress.label')} done={bar.done} total={bar.total} /> : null}
      <Announcement text={[doing, tables].filter(Boolean).join(' ')} />
      <div className="bk-btns">
        {cancellable ? (
          <Button disabled={control.cancelling} onClick={control.cancel}>
            {words(control.cancelling ? 'progress.cancelling' : 'progress.cancel')}
          </Button>
        ) : null}
        <RunLink day={day} />
      </div>
    </>
  );
}

/** What became of the restore, and the way to begin it again where it was lost or cancelled. */
export function RestoreEnded({ day, rehearseRestore }: Omit<RestoreStepProps, 'cancelRun'>) {
  const format = useFormat();
  const { words } = format;
  const act = useAct();
  const { run, step } = day;
  const again = () => {
    const had = (key: 'credentials' | 'keys' | 'runbook') =>
      day.needs.some((need) => need.key === key && need.state === 'yes');
    const ticks = { credentials: had('credentials'), keys: had('keys'), runbook: had('runbook') };
    return rehearseRestore({ id: day.id, ticks });
  };
  return (
    <>
      <p className="bk-2">
        {run?.status === 'done'
          ? words('gameDay.restore.done', { database: day.database ?? '', time: format.duration(run.durationMs ?? 0) })
          : step === 'again'
            ? words('gameDay.restore.lost')
            : sentences(run?.error?.message ?? words('gameDay.restore.lost'), run?.error?.hint)}
      </p>
      <div className="bk-btns">
        {step === 'again' ? (
          <Button look="ink" disabled={act.busy} onClick={() => act.run(again)}>
            {words(act.busy ? 'gate.starting' : 'gameDay.restore.again')}
          </Button>
        ) : null}
        <RunLink day={day} />
      </div>
      <ActProblem problem={act.problem} />
    </>
  );
}

function RunLink({ day }: { day: GameDayView }) {
  const { words } = useFormat();
  if (!day.run) return null;
  return (
    <Link className="bk-link" href={`/admin/backups/runs/${day.run.id}`} prefetch={false}>
      {words('gameDay.restore.watch')}
    </Link>
  );
}
