'use client';

import { useFormat } from '../format/use-format';
import { Announcement } from '../run/announcement';
import { underWay } from '../run/kind-words';
import { progressWords } from '../run/progress-words';
import type { RunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { Link } from '../ui/link';
import { ProgressBar } from '../ui/progress-bar';
import { StatusWord } from '../ui/status-word';
import { Time } from '../ui/time';
import { starterName } from './started-by';

/** The run under way: there at once after the press, with phase, figures, bar and a way to stop it. */
export function LiveRow({ control }: { control: RunControl }) {
  const format = useFormat('fast');
  const { words } = format;
  const { run, pending, cancelling, offline } = control;
  const kind = run?.kind ?? pending?.kind ?? 'backup';
  const startedAt = run?.startedAt ?? pending?.startedAt;
  if (!startedAt) return null;
  const ended = run !== null && run.status !== 'running';
  const { doing, tables, amount, bar } = progressWords(run?.progress ?? null, format, run?.kind);
  const phase = ended ? words('progress.finishing') : cancelling ? words('progress.cancelling') : doing;
  const figures = ended || cancelling ? null : amount;
  return (
    <tr className="h-live">
      <td className="c-st">
        <StatusWord sign="spin">{underWay(kind, words)}</StatusWord>
      </td>
      <td className="c-when">
        {run ? (
          <Link className="bk-ink-link" href={`/admin/backups/runs/${run.id}`}>
            <Time at={startedAt} live alone />
          </Link>
        ) : (
          <Time at={startedAt} live alone />
        )}
      </td>
      <td className="c-live" colSpan={4}>
        <div className="bk-live">
          <div className="bk-live-t">
            <span>
              <b>{phase}</b>
              {tables && !ended && !cancelling ? ` ${tables}` : null}
              {figures ? <span className="bk-3"> · {figures}</span> : null}
            </span>
            {run ? (
              <span className="bk-3 bk-live-by">
                <bdi>{starterName(run, words)}</bdi>
              </span>
            ) : null}
          </div>
          {bar && !ended ? (
            <ProgressBar label={words('progress.label')} done={bar.done} total={bar.total} onWash />
          ) : null}
          {offline ? <span className="bk-3">{words('problem.polling')}</span> : null}
          <Announcement text={[phase, tables].filter(Boolean).join(' ')} />
        </div>
      </td>
      <td className="c-menu">
        {ended || run?.cancellable === false ? null : (
          <Button
            small
            disabled={!run || cancelling}
            aria-label={cancelling ? undefined : words('progress.cancelLabel')}
            onClick={control.cancel}
          >
            {words(cancelling ? 'progress.cancelling' : 'progress.cancel')}
          </Button>
        )}
      </td>
    </tr>
  );
}
