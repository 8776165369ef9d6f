'use client';

import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import type { ActionError, ActionResult, Confirmation } from '../contract';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/link';
import { PasswordField, PhraseField } from './gate-fields';
import { GateHold, type Plan } from './gate-hold';
import { GateProblem } from './gate-problem';

export interface GateAnswer extends Confirmation {
  acknowledgement: string;
}

interface GateProps<T> {
  title: string;
  effect: ReactNode;
  /** What it does beside that: safety copy, undo, time. */
  children: ReactNode;
  /** The site whose name is to be typed; null where nothing live is replaced: then one ordinary button is enough. */
  site: string | null;
  acknowledgement?: string | null;
  button: string;
  busy: string;
  cancel: { label: string; href: string; onPress?: () => void };
  /** Title of what is said where it did not begin. */
  failed: string;
  plan?: Plan;
  submit: (answer: GateAnswer) => Promise<ActionResult<T>>;
  onDone: (data: T) => void;
}

/** The last step before an act: its effect, what protects the site, typed name and password. Focus starts on Cancel. */
export function Gate<T>({ site, acknowledgement = null, plan, submit, onDone, ...texts }: GateProps<T>) {
  const words = useWords();
  const titleId = useId();
  const effectId = useId();
  const cancel = useRef<HTMLAnchorElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [answer, setAnswer] = useState<GateAnswer>({ siteName: '', password: '', acknowledgement: '' });
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<{ error: ActionError; token: string | null } | null>(null);
  const guarded = site !== null;
  const token = plan?.token ?? null;
  // A refusal belongs to the plan it was given for.
  const error = problem && problem.token === token ? problem.error : null;
  const wrong = (field: keyof GateAnswer) => error?.fields?.[field] !== undefined;

  useEffect(() => {
    if (guarded) cancel.current?.focus({ preventScroll: true });
  }, [guarded]);

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setProblem(null);
    const result = await callAction(words, () => submit(answer));
    if (result.ok) {
      onDone(result.data);
      return;
    }
    setSending(false);
    setProblem({ error: result.error, token });
    const field = Object.keys(result.error.fields ?? {})[0];
    if (field) form.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.focus();
  };

  const change = (part: Partial<GateAnswer>) => setAnswer((all) => ({ ...all, ...part }));
  return (
    <form className="bk-gate" data-k={guarded ? 'bad' : undefined} aria-labelledby={titleId} ref={form} onSubmit={send}>
      <div className="bk-gate-h">
        <h2 className="bk-h2" id={titleId}>
          {texts.title}
        </h2>
        <p id={effectId}>{texts.effect}</p>
      </div>
      <div className="bk-gate-b">
        {texts.children}
        {acknowledgement === null ? null : (
          <PhraseField
            name="acknowledgement"
            phrase={acknowledgement}
            label={words('gate.acknowledge')}
            copyLabel={words('gate.copySentence')}
            why={words('gate.acknowledgeWhy')}
            value={answer.acknowledgement}
            problem={wrong('acknowledgement') ? words('gate.wrongSentence') : null}
            onChange={(text) => change({ acknowledgement: text })}
          />
        )}
        {site === null ? null : (
          <>
            <PhraseField
              name="siteName"
              phrase={site}
              label={words('gate.siteName')}
              copyLabel={words('gate.copyName')}
              value={answer.siteName}
              problem={wrong('siteName') ? words('gate.wrongName') : null}
              onChange={(text) => change({ siteName: text })}
            />
            <PasswordField
              value={answer.password}
              problem={wrong('password') ? words('gate.wrongPassword') : null}
              onChange={(text) => change({ password: text })}
            />
          </>
        )}
        <GateProblem error={error} title={texts.failed} plan={plan} />
      </div>
      <div className="bk-gate-f">
        <ButtonLink
          href={texts.cancel.href}
          ref={cancel}
          aria-describedby={guarded ? `${titleId} ${effectId}` : undefined}
          scroll={false}
          onClick={(event) => {
            const { onPress } = texts.cancel;
            if (!onPress) return;
            event.preventDefault();
            onPress();
          }}
        >
          {texts.cancel.label}
        </ButtonLink>
        <Button type="submit" look={guarded ? 'red' : 'ink'} disabled={sending || plan?.expired || plan?.reading}>
          {sending ? texts.busy : texts.button}
        </Button>
      </div>
      {plan ? <GateHold plan={plan} /> : null}
    </form>
  );
}
