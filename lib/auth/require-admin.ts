import 'server-only';
import { headers } from 'next/headers';
import { getLocale } from 'next-intl/server';
import { redirect } from '@/i18n/navigation';
import { callbackPath } from './callback-path';
import type { AuthUser } from './credentials';
import { currentAdmin } from './current-admin';
import { signedInUserId } from './signed-in-user';

/** For pages: the live admin, else a redirect to sign-in or to /unauthorized. */
export async function requireAdmin(): Promise<AuthUser> {
  const admin = await currentAdmin();
  if (admin) return admin;
  return (await signedInUserId()) ? redirectToUnauthorized() : redirectToSignIn();
}

export async function redirectToSignIn(): Promise<never> {
  const [locale, requestHeaders] = await Promise.all([getLocale(), headers()]);
  // Set by the proxy, for convenience only: access never depends on it.
  const callbackUrl = callbackPath(requestHeaders.get('x-requested-path'), '/admin');
  return redirect({ href: { pathname: '/admin/auth/signin', query: { callbackUrl } }, locale });
}

export async function redirectToUnauthorized(): Promise<never> {
  return redirect({ href: '/unauthorized', locale: await getLocale() });
}
