'use client';

import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { ActionError, ActionResult, ContentActions, ContentStatusView } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { Reference } from '../run/problem-note';
import { Button } from '../ui/button';
import { useRouter } from '../ui/router';

interface NewerCommitsProps {
  status: Pick<ContentStatusView, 'behind' | 'ahead' | 'branch'>;
  actions: Pick<ContentActions, 'fetchContent' | 'mendContent'>;
}

/** What the remote has that this server does not: asked when somebody wants to know, got by one press. */
export function NewerCommits({ status, actions }: NewerCommitsProps) {
  const words = useWords();
  const router = useRouter();
  const [working, setWorking] = useState<'ask' | 'get' | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [error, setError] = useState<ActionError | null>(null);
  const behind = status.behind ?? 0;
  // Where both sides have moved, its own note says so and mends it.
  const canGet = behind > 0 && status.ahead === 0 && status.branch !== null;
  const run = async (
    kind: 'ask' | 'get',
    act: () => Promise<ActionResult<ContentStatusView>>,
    say: (after: ContentStatusView) => string | null,
  ) => {
    setWorking(kind);
    setSaid(null);
    setError(null);
    const answer = await callAction(words, act);
    setWorking(null);
    if (!answer.ok) return setError(answer.error);
    setSaid(say(answer.data));
    router.refresh();
  };
  const ask = () => run('ask', actions.fetchContent, (after) => (after.behind ? null : words('content.nothingNewer')));
  const get = () =>
    run(
      'get',
      () => actions.mendContent({ act: 'fetch' }),
      () => words('content.got', { n: behind }),
    );
  return (
    <div className="bk-newer">
      <span className="bk-2" role="status">
        {canGet ? words('content.newer', { n: behind }) : said}
      </span>
      {canGet ? (
        <Button small disabled={working !== null} onClick={() => void get()}>
          <RefreshCw size={14} aria-hidden="true" />
          {words(working === 'get' ? 'content.getting' : 'content.get')}
        </Button>
      ) : (
        <Button small look="quiet" disabled={working !== null} onClick={() => void ask()}>
          <RefreshCw size={14} aria-hidden="true" />
          {words(working === 'ask' ? 'content.asking' : 'content.ask')}
        </Button>
      )}
      {error ? (
        <p className="bk-bad" role="alert">
          <bdi>{sentences(error.message, error.hint)}</bdi>
          <Reference code={error.ref} />
        </p>
      ) : null}
    </div>
  );
}
