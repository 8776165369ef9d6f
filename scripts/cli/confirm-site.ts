import { appError, err, ok, type Result } from '@/lib/backup';

const quoted = (text: string) => JSON.stringify(text);

/** Before anything is begun, so that nobody waits for a run only to read that a word is missing. `what` is a sentence. */
export function confirmSite(site: string, typed: string | undefined, what: string): Result<null> {
  if (typed?.trim() === site) return ok(null);
  const wrong = typed === undefined ? what : `${what} ${quoted(typed)} is not the name of the site.`;
  const hint = `If you mean it, add: --confirm ${quoted(site)}`;
  return err(appError('INVALID_INPUT', wrong, { hint, details: { confirm: site } }));
}

/** What a page asks to be typed into its fields is given as options here. */
export function inOptions<T>(result: Result<T>): Result<T> {
  if (result.ok) return result;
  const { siteName, acknowledgement } = result.error.fields ?? {};
  const text = (sentence: string) => quoted(sentence.replace(/^[^:]*: /, ''));
  if (siteName) return err({ ...result.error, hint: `If you mean it, add: --confirm ${text(siteName)}` });
  if (acknowledgement)
    return err({ ...result.error, hint: `If you mean it, add: --acknowledge ${text(acknowledgement)}` });
  return result;
}
