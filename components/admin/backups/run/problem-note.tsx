'use client';

import { CircleX, Loader, X } from 'lucide-react';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/link';
import { Note } from '../ui/note';
import { busyTitle } from './kind-words';
import type { RunControl } from './use-run-control';

export function Reference({ code }: { code: string | undefined }) {
  const words = useWords();
  if (!code) return null;
  return (
    <>
      {' '}
      <span className="bk-nw">
        {words('problem.reference')} <bdi className="bk-mono">{code}</bdi>
      </span>
    </>
  );
}

/** What went wrong with the last press; for a run that is in the way, the way to it. */
export function ProblemNote({ control }: { control: RunControl }) {
  const words = useWords();
  const { problem, dismiss } = control;
  if (!problem) return null;
  const close = (
    <Button look="quiet" icon="md" aria-label={words('problem.dismiss')} onClick={dismiss}>
      <X size={16} strokeWidth={1.75} aria-hidden="true" />
    </Button>
  );
  const runId = problem.error.details?.runId;
  if (problem.error.code === 'BUSY' && typeof runId === 'string') {
    return (
      <Note
        icon={Loader}
        title={busyTitle(control.run?.kind, words)}
        role="status"
        actions={
          <>
            <ButtonLink href={`/admin/backups/runs/${runId}`}>{words('busy.watch')}</ButtonLink>
            {close}
          </>
        }
      >
        {words('busy.text')}
      </Note>
    );
  }
  const { message, hint, ref } = problem.error;
  return (
    <Note tone="bad" icon={CircleX} title={words(`problem.${problem.title}`)} role="alert" actions={close}>
      <bdi>{sentences(message, hint)}</bdi>
      <Reference code={ref} />
    </Note>
  );
}
