'use server';

import { redirect } from 'next/navigation';
import { AuthError, CredentialsSignin } from 'next-auth';
import { getLocale } from 'next-intl/server';
import type { SignInState } from '@/components/sign-in/sign-in-form';
import { getPathname } from '@/i18n/navigation';
import { signIn, TooManyAttempts } from '@/lib/auth';
import { callbackPath } from '@/lib/auth/callback-path';

export async function signInAction(_state: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get('email') ?? '').trim();
  const password = String(form.get('password') ?? '');
  if (!email || !password) return { problem: 'missing', email };
  try {
    await signIn('credentials', { email, password, redirect: false });
  } catch (thrown) {
    if (thrown instanceof TooManyAttempts) return { problem: 'tooMany', email };
    if (thrown instanceof CredentialsSignin) return { problem: 'wrong', email };
    if (thrown instanceof AuthError) return { problem: 'unavailable', email };
    throw thrown;
  }
  redirect(callbackPath(form.get('callbackUrl'), getPathname({ href: '/admin', locale: await getLocale() })));
}
