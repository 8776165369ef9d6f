import { z } from 'zod';
import type { BackupContext } from '../context';
import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import { writeRunbook } from '../policy/runbook';
import { runbookHtml } from '../policy/runbook-html';
import { runbookText } from '../policy/runbook-text';
import { runbookLocale } from '../policy/runbook-words';
import type { RunbookFileView, RunbookPageView, RunbookView } from '../views';
import { gatherRunbookFacts } from './runbook-facts';
import { storedRunbooks } from './store-runbook';

const SETUPS = ['server', 'docker', 'vercel', 'managed'] as const;

const requestSchema = z.strictObject({
  /** Another language than en, fr and ar gives English. */
  locale: z.string().max(20).default('en'),
  /** Default: as recognised here. */
  setup: z.enum(SETUPS).optional(),
});

export type RunbookRequest = z.input<typeof requestSchema>;

/**
 * What to do when everything is lost, filled with what is known of this site at this moment. A storage, a database or a
 * git that does not answer is said in it. Holds no secret. Errors: INVALID_INPUT (a set-up that is not known).
 */
export async function getRunbook(context: BackupContext, request: RunbookRequest = {}): Promise<Result<RunbookView>> {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    const hint = `Possible are: ${SETUPS.join(', ')}.`;
    return err(appError('INVALID_INPUT', 'There is no runbook for this set-up.', { hint }));
  }
  const { locale, setup } = parsed.data;
  return ok(writeRunbook(await gatherRunbookFacts(context, setup), runbookLocale(locale)));
}

/** With how the copies beside the backups stand; they are for the set-up that is recognised. Errors as above. */
export async function getRunbookPage(
  context: BackupContext,
  request: RunbookRequest = {},
): Promise<Result<RunbookPageView>> {
  const runbook = await getRunbook(context, request);
  if (!runbook.ok) return runbook;
  const { recognised, setup, locale } = runbook.value;
  const kept = setup === recognised ? runbook : await getRunbook(context, { locale, setup: recognised });
  return ok({ runbook: runbook.value, stored: kept.ok ? await storedRunbooks(context, kept.value) : [] });
}

/** The same as one file that opens without a server, and as plain text. Errors as above. */
export async function exportRunbook(
  context: BackupContext,
  request: RunbookRequest = {},
): Promise<Result<RunbookFileView>> {
  const runbook = await getRunbook(context, request);
  if (!runbook.ok) return runbook;
  const view = runbook.value;
  const fileName = `runbook-${context.site.slug}-${view.locale}-${view.madeAt.slice(0, 10)}.html`;
  return ok({ view, html: runbookHtml(view), text: runbookText(view), fileName });
}
