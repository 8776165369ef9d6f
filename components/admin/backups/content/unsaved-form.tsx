'use client';

import { useState } from 'react';
import type { ActionError, ContentActions, ContentStatusView } from '../contract';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { Button } from '../ui/button';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';
import { Refusal } from './conditions';
import { Foreign } from './foreign';

interface UnsavedFormProps {
  status: Pick<ContentStatusView, 'unsaved' | 'moreUnsaved'>;
  actions: Pick<ContentActions, 'saveUnsavedEdits' | 'setAsideUnsavedEdits'>;
}

/** Edits that are in no commit: chosen ones become a commit or are set aside. Nothing is thrown away. */
export function UnsavedForm({ status, actions }: UnsavedFormProps) {
  const words = useWords();
  const router = useRouter();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [message, setMessage] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  const chosen = status.unsaved.map(({ path }) => path).filter((path) => !left.has(path));
  const act = async (kind: 'save' | 'setAside') => {
    setSending(true);
    setError(null);
    const input = { paths: chosen, ...(kind === 'save' && message.trim() && { message }) };
    const answer = await callAction(words, () =>
      kind === 'save' ? actions.saveUnsavedEdits(input) : actions.setAsideUnsavedEdits(input),
    );
    setSending(false);
    if (!answer.ok) return setError(answer.error);
    showToast({ text: words(kind === 'save' ? 'content.savedEdits' : 'content.asideEdits') });
    router.refresh();
  };
  if (status.unsaved.length === 0) return <p className="bk-2 bk-sec">{words('content.noUnsaved')}</p>;
  return (
    <section className="bk-sec">
      <p className="bk-2">{words('content.unsavedText')}</p>
      <Refusal error={error} />
      <fieldset className="bk-edits">
        <legend className="bk-sr">{words('content.chooseEdits')}</legend>
        {status.unsaved.map(({ path, kind }) => (
          <label className="bk-opt" key={path}>
            <input
              className="bk-check"
              type="checkbox"
              checked={!left.has(path)}
              onChange={() => {
                const next = new Set(left);
                if (!next.delete(path)) next.add(path);
                setLeft(next);
              }}
            />
            <Foreign text={path} mono />
            <span className="bk-3">{words(`content.edit-${kind}`)}</span>
          </label>
        ))}
      </fieldset>
      {status.moreUnsaved > 0 ? (
        <p className="bk-3">{words('content.moreUnsaved', { n: status.moreUnsaved })}</p>
      ) : null}
      <label className="bk-field">
        {words('content.message')}
        <input className="bk-input" value={message} onChange={(event) => setMessage(event.target.value)} />
      </label>
      <div className="bk-btns">
        <Button look="ink" disabled={sending || chosen.length === 0} onClick={() => act('save')}>
          {words(sending ? 'content.working' : 'content.save')}
        </Button>
        <Button disabled={sending || chosen.length === 0} onClick={() => act('setAside')}>
          {words('content.setAside')}
        </Button>
      </div>
    </section>
  );
}
