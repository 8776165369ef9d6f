import { type NextRequest, NextResponse, NextRequest as Request } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { routing } from '@/i18n/routing';

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

/**
 * Policy for pages. Scripts run only with the nonce of this response. Inline styles are allowed: positioned menus and
 * toasts set them, and they cannot run code.
 */
function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
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
  if (response.headers.has('x-middleware-rewrite')) {
    // The rewrite to the default language is done by next.config.mjs. One made here is an absolute URL, which a server
    // bound to a loopback address takes for another host and answers with an endless redirect (vercel/next.js#94745).
    response.headers.delete('x-middleware-rewrite');
    response.headers.set('x-middleware-next', '1');
  }
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = { matcher: '/((?!api|_next|_vercel|.*\\..*).*)' };
