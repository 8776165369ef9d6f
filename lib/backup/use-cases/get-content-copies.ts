import { readFields } from '../content/documents';
import type { BackupContext } from '../context';
import { type ContentCopy, listContentCopies } from '../files/content-copies';
import { readPlainFile } from '../files/plain-file';
import { attempt, type Result } from '../kernel/result';
import { fieldChanges } from '../policy/field-changes';
import type { ContentCopyView } from '../views';

/** Older ones are listed without their differences. */
const COMPARED = 50;

/**
 * The copies that the template's editors left, newest first, with what differs from the files of today. Also where git is
 * missing: nothing but files is read.
 */
export async function getContentCopies(context: BackupContext): Promise<Result<ContentCopyView[]>> {
  return attempt(async () => {
    const contentPath = context.host.contentPath();
    const now = context.clock.now().getTime();
    const views: ContentCopyView[] = [];
    for (const copy of await listContentCopies(contentPath)) {
      const { path, of, at, size, same } = copy;
      const ageMs = at === null ? null : Math.max(0, now - Date.parse(at));
      const compared = same || views.length >= COMPARED ? null : await compare(contentPath, copy);
      const originalThere = same || (compared?.originalThere ?? (await readPlainFile(contentPath, of)) !== null);
      views.push({ path, of, at, ageMs, size, same, originalThere, fields: same ? [] : (compared?.fields ?? null) });
    }
    return views;
  });
}

async function compare(contentPath: string, { path, of }: ContentCopy) {
  const [today, then] = await Promise.all([readPlainFile(contentPath, of), readPlainFile(contentPath, path)]);
  const before = today ? readFields(of, today) : undefined;
  const after = then ? readFields(of, then) : null;
  const isKnown = before !== null && after !== null;
  return { originalThere: today !== null, fields: isKnown ? fieldChanges(before, after) : null };
}
