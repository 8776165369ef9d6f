'use client';

import { RefreshCw } from 'lucide-react';
import { type SubmitEvent, useRef, useState } from 'react';
import type { ActionError, ContentActions, ContentPlanView } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { newIdempotencyKey } from '../run/idempotency-key';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/link';
import { Note } from '../ui/note';
import { useRouter } from '../ui/router';
import { contentPage } from './addresses';
import { Refusal } from './conditions';

interface PlanGateProps {
  plan: Pick<ContentPlanView, 'token' | 'kind' | 'confirmCount'> & { files: number };
  applyContent: ContentActions['applyContent'];
}

/** The one button of a plan, named by its effect; what stands in its way, with the next step. */
export function PlanGate({ plan, applyContent }: PlanGateProps) {
  const words = useWords();
  const router = useRouter();
  const { token, confirmCount } = plan;
  const key = useRef({ token, value: '' });
  const [typed, setTyped] = useState('');
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<{ error: ActionError; token: string | null } | null>(null);
  const error = refused?.token === token ? refused.error : null;
  const label = words(`content.plan-${plan.kind}`, { n: plan.files });

  const send = async (keepLocally: boolean) => {
    if (!token || sending) return;
    if (key.current.token !== token || key.current.value === '') key.current = { token, value: newIdempotencyKey() };
    setSending(true);
    setRefused(null);
    const confirmed = confirmCount === null ? {} : { confirmCount: Number(typed.replaceAll(/\D/g, '')) };
    const idempotencyKey = key.current.value;
    const applied = await callAction(words, () =>
      applyContent({ token, ...confirmed, ...(keepLocally && { keepLocally }), idempotencyKey }),
    );
    if (applied.ok) {
      const local = applied.data.pushed === 'kept-locally' ? '&local=1' : '';
      router.push(contentPage(`?done=${applied.data.sha}${local}`));
      return;
    }
    key.current.value = '';
    setSending(false);
    setRefused({ error: applied.error, token });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void send(false);
  };
  const again = <Button onClick={() => router.refresh()}>{words('content.planAgain')}</Button>;
  const moved = error?.code === 'STALE';
  const offline = error?.code === 'STORAGE_DOWN';
  return (
    <form className="bk-plan-gate" onSubmit={submit}>
      {moved ? (
        <Note tone="warn" icon={RefreshCw} title={words('content.stale')} role="alert" actions={again}>
          <bdi>{sentences(error.message, error.hint)}</bdi>
        </Note>
      ) : offline ? (
        <Note
          tone="warn"
          icon={RefreshCw}
          title={words('content.remoteDown')}
          role="alert"
          actions={<Button onClick={() => send(true)}>{words('content.keepLocally')}</Button>}
        >
          <bdi>{sentences(error.message, error.hint)}</bdi>
        </Note>
      ) : (
        <Refusal error={error} />
      )}
      {token !== null && confirmCount !== null ? (
        <label className="bk-field">
          {words('content.typeCount', { n: confirmCount })}{' '}
          <input
            className="bk-input"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
      ) : null}
      <div className="bk-btns">
        {token === null ? null : (
          <Button type="submit" look="ink" disabled={sending}>
            {sending ? words('content.working') : label}
          </Button>
        )}
        <ButtonLink href={contentPage()}>{words('content.cancel')}</ButtonLink>
        {token === null ? again : null}
      </div>
    </form>
  );
}
