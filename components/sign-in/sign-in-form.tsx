'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { BUTTON } from '@/components/site/button-style';
import { PasswordField } from './password-field';

export type SignInProblem = 'missing' | 'wrong' | 'tooMany' | 'unavailable';
export interface SignInState {
  problem: SignInProblem | null;
  email: string;
}

interface Props {
  action(state: SignInState, form: FormData): Promise<SignInState>;
  callbackUrl: string;
  initialProblem: SignInProblem | null;
}

const FIELD =
  'block min-h-10 w-full rounded-md border border-control bg-surface px-3 text-sm text-ink max-sm:min-h-11 max-sm:text-base';

export function SignInForm({ action, callbackUrl, initialProblem }: Props) {
  const t = useTranslations('signIn');
  const [state, submit, pending] = useActionState(action, { problem: initialProblem, email: '' });
  return (
    <form action={submit} className="mt-6 grid gap-4">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <label className="grid gap-1.5 text-[13px] font-medium">
        {t('email')}
        <input
          className={FIELD}
          type="email"
          name="email"
          dir="ltr"
          defaultValue={state.email}
          key={state.email}
          autoComplete="username"
          required
          aria-describedby="problem"
        />
      </label>
      <PasswordField />
      <div id="problem" role="alert" className="flex min-h-11 items-start gap-2 text-[13px]/5 text-bad">
        {state.problem && !pending && (
          <>
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            <p>{t(`problem.${state.problem}`)}</p>
          </>
        )}
      </div>
      <button type="submit" className={`${BUTTON.ink} w-full`} disabled={pending}>
        {pending ? t('submitting') : t('submit')}
      </button>
    </form>
  );
}
