'use client';

import { CircleX, Loader, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ActionError } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Reference } from '../run/problem-note';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/link';
import { Note } from '../ui/note';
import type { Plan } from './gate-hold';

function ReadAgain({ plan }: { plan: Plan }) {
  const words = useWords();
  return (
    <Button disabled={plan.reading} onClick={plan.readAgain}>
      {words(plan.reading ? 'gate.reading' : 'gate.readAgain')}
    </Button>
  );
}

/** Why it did not begin, with the next step: read a plan again that no longer holds, watch the run that is in the way. */
export function GateProblem({ error, title, plan }: { error: ActionError | null; title: string; plan?: Plan }) {
  const words = useWords();
  const told = (text: string, ref?: string): ReactNode => (
    <>
      <bdi>{text}</bdi>
      <Reference code={ref} />
    </>
  );
  if (error?.code === 'STALE' && plan) {
    return (
      <Note tone="warn" icon={RefreshCw} title={words('gate.stale')} role="alert" actions={<ReadAgain plan={plan} />}>
        {told(sentences(error.message, error.hint))}
      </Note>
    );
  }
  if (plan?.expired) {
    return (
      <Note
        tone="warn"
        icon={RefreshCw}
        title={words('gate.expired')}
        role="status"
        actions={<ReadAgain plan={plan} />}
      >
        {words('gate.expiredText')}
      </Note>
    );
  }
  // A wrong name or password is said at its field.
  if (!error || Object.keys(error.fields ?? {}).length > 0) return null;
  const runId = error.details?.runId;
  if (error.code === 'BUSY' && typeof runId === 'string') {
    return (
      <Note
        icon={Loader}
        title={words('busy.other')}
        role="status"
        actions={<ButtonLink href={`/admin/backups/runs/${runId}`}>{words('busy.watch')}</ButtonLink>}
      >
        {words('busy.text')}
      </Note>
    );
  }
  return (
    <Note tone="bad" icon={CircleX} title={title} role="alert">
      {told(sentences(error.message, error.hint), error.ref)}
    </Note>
  );
}
