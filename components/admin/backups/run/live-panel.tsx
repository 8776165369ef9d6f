'use client';

import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { Spinner } from '../ui/icons';
import { ButtonLink } from '../ui/link';
import { ProgressBar } from '../ui/progress-bar';
import { Announcement } from './announcement';
import { underWay } from './kind-words';
import { progressWords } from './progress-words';
import type { RunControl } from './use-run-control';

/** The run under way, on a page that is about something else: words, bar, Cancel, and the way to the run. */
export function LivePanel({ control }: { control: RunControl }) {
  const format = useFormat('fast');
  const { words } = format;
  const { run, pending, cancelling } = control;
  if (!control.active) return null;
  const { doing, tables, amount, bar } = progressWords(run?.progress ?? null, format, run?.kind);
  const kind = run?.kind ?? pending?.kind ?? 'backup';
  return (
    <div className="bk-note bk-live-panel">
      <Spinner />
      <div className="bk-live">
        <h2>{underWay(kind, words)}</h2>
        <span className="bk-2">{[doing, tables, amount].filter((part) => part !== null).join(' · ')}</span>
        {bar ? <ProgressBar label={words('progress.label')} done={bar.done} total={bar.total} /> : null}
        <Announcement text={[doing, tables].filter(Boolean).join(' ')} />
      </div>
      {run ? (
        <div className="bk-btns">
          <ButtonLink href={`/admin/backups/runs/${run.id}`}>{words('busy.watch')}</ButtonLink>
          {run.cancellable || cancelling ? (
            <Button disabled={cancelling} onClick={control.cancel}>
              {words(cancelling ? 'progress.cancelling' : 'progress.cancel')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
