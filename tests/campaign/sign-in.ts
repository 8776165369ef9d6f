import type { AppAddress } from '../support/running-app';

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

/** Signs the seeded admin in over HTTP. Gives the cookies of the session. */
export async function signIn({ baseUrl, environment }: Pick<AppAddress, 'baseUrl' | 'environment'>): Promise<string> {
  const csrf = await fetch(`${baseUrl}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const body = new URLSearchParams({
    csrfToken,
    email: environment.SEED_ADMIN_EMAIL ?? '',
    password: environment.SEED_ADMIN_PASSWORD ?? '',
  });
  const answer = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: cookiesOf(csrf), origin: baseUrl },
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes('session-token')) throw new Error('The admin could not sign in.');
  return cookie;
}
