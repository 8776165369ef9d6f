'use client';

import { RefreshCw } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import type { ActionError, PolicyActions, PolicyView } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { Button } from '../ui/button';
import { Note } from '../ui/note';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';
import type { Change } from './draft';
import { ProofFields, WhatFields } from './proof-fields';
import { RetentionFields } from './retention-fields';
import { ScheduleFields } from './schedule-fields';

interface PolicyFormProps {
  view: PolicyView;
  savePolicy: PolicyActions['savePolicy'];
}

/** The whole policy. It is saved against the version that was read: whoever comes second is told and keeps what was typed. */
export function PolicyForm({ view, savePolicy }: PolicyFormProps) {
  const words = useWords();
  const router = useRouter();
  const [policy, setPolicy] = useState(view.policy);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  const changed = JSON.stringify(policy) !== JSON.stringify(view.policy);
  const change: Change = (part, fields) => setPolicy((old) => ({ ...old, [part]: { ...old[part], ...fields } }));
  const problem = (path: string) =>
    Object.entries(error?.fields ?? {}).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1] ?? null;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setSending(true);
    setError(null);
    const saved = await callAction(words, () => savePolicy({ policy, version: view.version }));
    setSending(false);
    if (!saved.ok) return setError(saved.error);
    showToast({ text: words('policy.saved', { n: saved.data.version }) });
    router.refresh();
  };
  const fields = { policy, change, problem };
  return (
    <form className="bk-set-form" onSubmit={save}>
      <ScheduleFields {...fields} timeZones={view.timeZones} />
      <RetentionFields {...fields} />
      <ProofFields {...fields} />
      <WhatFields {...fields} destinations={view.destinations} />
      {error ? (
        <Note
          tone={error.code === 'STALE' ? 'warn' : 'bad'}
          icon={RefreshCw}
          title={words('policy.notSaved')}
          role="alert"
        >
          <bdi>{sentences(error.message, error.hint)}</bdi>
        </Note>
      ) : null}
      <div className="bk-btns">
        <Button type="submit" look="ink" disabled={sending || !changed}>
          {words(sending ? 'policy.saving' : 'policy.save')}
        </Button>
        {changed ? <Button onClick={() => setPolicy(view.policy)}>{words('policy.discard')}</Button> : null}
      </div>
    </form>
  );
}
