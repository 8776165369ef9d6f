'use client';

import { CircleX, GitBranch } from 'lucide-react';
import { useState } from 'react';
import type { ActionError, ContentActions, ContentConditionView } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { Reference } from '../run/problem-note';
import { Button } from '../ui/button';
import { Note } from '../ui/note';
import { useRouter } from '../ui/router';

interface ConditionsProps {
  conditions: ContentConditionView[];
  mendContent: ContentActions['mendContent'];
}

export function Refusal({ error }: { error: ActionError | null }) {
  const words = useWords();
  if (!error) return null;
  return (
    <Note tone="bad" icon={CircleX} title={words('content.refused')} role="alert">
      <bdi>{sentences(error.message, error.hint)}</bdi>
      <Reference code={error.ref} />
    </Note>
  );
}

/** What an admin should know about the repository, each with the act that mends it where that is safe. */
export function Conditions({ conditions, mendContent }: ConditionsProps) {
  const words = useWords();
  const router = useRouter();
  const [working, setWorking] = useState<string | null>(null);
  const [error, setError] = useState<ActionError | null>(null);
  const mend = async (act: NonNullable<ContentConditionView['mend']>) => {
    setWorking(act);
    setError(null);
    const mended = await callAction(words, () => mendContent({ act }));
    setWorking(null);
    if (mended.ok) router.refresh();
    else setError(mended.error);
  };
  return (
    <div className="bk-notes">
      <Refusal error={error} />
      {conditions.map(({ code, message, hint, mend: act }) => (
        <Note
          key={code}
          tone={act ? 'warn' : 'plain'}
          icon={GitBranch}
          title={message}
          actions={
            act ? (
              <Button disabled={working !== null} onClick={() => mend(act)}>
                {words(working === act ? 'content.working' : `content.mend-${act}`)}
              </Button>
            ) : null
          }
        >
          <bdi>{hint}</bdi>
        </Note>
      ))}
    </div>
  );
}
