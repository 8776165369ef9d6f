import { type NextRequest, NextResponse, NextRequest as Request } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { routing } from '@/i18n/routing';
import { contentSecurityPolicy } from '@/lib/content-security-policy';

const localize = createMiddleware(routing);
const ADMIN_PATH = new RegExp(`^(?:/(${routing.locales.join('|')}))?/admin(?!/auth/signin(?:/|$))(?:/|$)`);
const SESSION_COOKIE = /^(?:__Secure-)?authjs\.session-token(?:\.\d+)?$/;

/** Comfort, not a boundary: spares a visitor without any session the way through a page. Pages guard themselves. */
function signInRedirect(request: NextRequest): NextResponse | null {
  const match = ADMIN_PATH.exec(request.nextUrl.pathname);
  if (!match || request.cookies.getAll().some(({ name }) => SESSION_COOKIE.test(name))) return null;
  const prefix = match[1] ? `/${match[1]}` : '';
  const target = new URL(`${prefix}/admin/auth/signin`, request.url);
  target.searchParams.set('callbackUrl', request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.redirect(target);
}

export default function proxy(request: NextRequest): NextResponse {
  const redirect = signInRedirect(request);
  if (redirect) return redirect;

  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-requested-path', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('Content-Security-Policy', policy);

  const response = localize(new Request(request.url, { headers }));
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = { matcher: '/((?!api|_next|_vercel|.*\\..*).*)' };
