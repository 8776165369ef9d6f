/** A path of this site to return to after sign-in; `fallback` for anything that could lead elsewhere. */
export function callbackPath(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted)) return fallback;
  const base = 'http://same.invalid';
  // The parser drops tabs and line ends, as browsers do, and so shows what hides behind them.
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  if (url?.origin !== base || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}
