import type { RunbookShelf } from '../catalog/stored-runbook';
import type { BackupContext } from '../context';
import { ok, type Result } from '../kernel/result';
import { writeRunbook } from '../policy/runbook';
import { runbookDigest, runbookHtml } from '../policy/runbook-html';
import { RUNBOOK_LOCALES } from '../policy/runbook-words';
import type { RunbookView, StoredRunbookView } from '../views';
import { answerInTime } from './answer-in-time';
import { gatherRunbookFacts } from './runbook-facts';

const SILENT = ['STORAGE_DOWN', 'The storage does not answer in time.'] as const;
/** A slow place may take so long for one file; the next backup tries again. */
const WRITING_MS = 20_000;

interface Shelf {
  place: string;
  shelf: RunbookShelf;
}

const shelvesOf = ({ store, copies, runbookShelf }: BackupContext): Shelf[] =>
  [{ name: 'primary', store }, ...copies].map((place) => ({ place: place.name, shelf: runbookShelf(place.store) }));

/** What this process knows to stand in a place, so that a call that changes nothing reads nothing. */
const known = new WeakMap<BackupContext, Map<string, string>>();

/**
 * Keeps the runbook beside the backups, in every place and language, as it is now. What says the same already stays. A
 * failure takes nothing from a backup: it is logged, and stands on the page.
 */
export async function storeRunbook(context: BackupContext): Promise<void> {
  try {
    const facts = await gatherRunbookFacts(context);
    const views = RUNBOOK_LOCALES.map((locale) => writeRunbook(facts, locale));
    await Promise.all(shelvesOf(context).map((shelf) => keepAll(context, shelf, views)));
  } catch (cause) {
    context.host.log.error('The runbook could not be written.', { cause });
  }
}

const LOOK_EVERY_MS = 3_600_000;
const looked = new WeakMap<BackupContext, number>();

/** For a caller that comes every minute: new settings, another version or new commits reach the stored runbook within the hour. */
export async function keepRunbookCurrent(context: BackupContext): Promise<void> {
  const now = context.clock.now().getTime();
  const before = looked.get(context);
  if (before !== undefined && Math.abs(now - before) < LOOK_EVERY_MS) return;
  looked.set(context, now);
  // What stands there is read again: it may have been removed or altered since.
  known.delete(context);
  await storeRunbook(context);
}

/** A place that does not answer for one language is not waited for in the others: the next call tries all of them. */
async function keepAll(context: BackupContext, shelf: Shelf, views: readonly RunbookView[]): Promise<void> {
  for (const view of views) {
    const kept = await keep(context, shelf, view);
    if (!kept.ok && kept.error.code === 'STORAGE_DOWN') return;
  }
}

async function keep(context: BackupContext, { place, shelf }: Shelf, view: RunbookView): Promise<Result<void>> {
  const says = runbookDigest(view);
  const name = `${place} ${view.locale}`;
  const there = known.get(context) ?? new Map<string, string>();
  known.set(context, there);
  if (there.get(name) === says) return ok(undefined);
  const kept = await answerInTime(
    async () => {
      const stored = await shelf.read(view.locale);
      if (stored.state === 'genuine' && stored.says === says) return;
      await shelf.write(view.locale, runbookHtml(view));
    },
    SILENT,
    WRITING_MS,
  );
  if (kept.ok) {
    there.set(name, says);
    return kept;
  }
  there.delete(name);
  const told = { store: place, locale: view.locale, reason: kept.error.message };
  context.host.log.warn('The runbook could not be stored beside the backups.', told);
  return kept;
}

/** How the stored copies in a language stand against what would be written now. Nothing is thrown. */
export async function storedRunbooks(context: BackupContext, view: RunbookView): Promise<StoredRunbookView[]> {
  return Promise.all(
    shelvesOf(context).map(async ({ place, shelf }): Promise<StoredRunbookView> => {
      const read = await answerInTime(() => shelf.read(view.locale), SILENT);
      if (!read.ok) return { place, state: 'unknown', madeAt: null };
      if (read.value.state !== 'genuine') return { place, state: read.value.state, madeAt: null };
      const { says, madeAt } = read.value;
      return { place, state: says === runbookDigest(view) ? 'current' : 'older', madeAt };
    }),
  );
}
