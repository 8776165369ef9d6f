import { isUtf8 } from 'node:buffer';
import { parseDocument } from 'yaml';
import type { ContentConflictView, ContentPlanView } from '../views';
import { readBlobs } from './blobs';
import type { Git } from './git-repository';
import type { MergeConflict } from './merge-answer';
import { sameEntry, type TreeChange } from './tree-changes';

const LARGEST_SIDE = 64 * 1024;
const LARGEST_YAML = 1024 * 1024;
const MOST_SIDES = 50;

const MESSAGES: Record<ContentConflictView['reason'], string> = {
  'both-changed': 'The same lines were changed since.',
  'changed-and-deleted': 'It was changed since; this act would delete it.',
  'deleted-and-changed': 'It was deleted since; this act would change it.',
  renamed: 'It was renamed since in another way.',
  kind: 'Something else stands at this place now.',
};

/** Conflicts with the text of both sides, of the first fifty: as it is now, and as the act would have it. */
export async function describeConflicts(git: Git, conflicts: readonly MergeConflict[]): Promise<ContentConflictView[]> {
  const shown = conflicts.slice(0, MOST_SIDES);
  const oids = shown.flatMap(({ now, wanted }) => [now, wanted].filter((oid) => oid !== null));
  const blobs = await readBlobs(git, oids, LARGEST_SIDE);
  const text = (oid: string | null): string | null => {
    const bytes = oid === null ? undefined : blobs.get(oid);
    return bytes && isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : null;
  };
  return conflicts.map(({ path, reason, now, wanted }) => ({
    path,
    reason,
    message: MESSAGES[reason],
    now: text(now),
    wanted: text(wanted),
  }));
}

/** YAML files that parse now, or are not there, and would not parse afterwards. */
export async function findUnparsable(git: Git, changes: readonly TreeChange[]): Promise<ContentPlanView['unparsable']> {
  const suspects = changes.filter(
    ({ path, before, after }) => /\.ya?ml$/i.test(path) && after && !sameEntry(before, after),
  );
  const after = await readBlobs(
    git,
    suspects.flatMap(({ after: entry }) => (entry ? [entry.oid] : [])),
    LARGEST_YAML,
  );
  return suspects.flatMap(({ path, after: entry }) => {
    const bytes = entry && after.get(entry.oid);
    const message = bytes ? complaint(bytes) : null;
    return message ? [{ path, message }] : [];
  });
}

/** Names the place and the kind of the fault, not the text around it: that belongs to the file. */
function complaint(bytes: Buffer): string | null {
  if (!isUtf8(bytes)) return 'It is not UTF-8 text.';
  const [error] = parseDocument(bytes.toString('utf8'), { logLevel: 'silent', prettyErrors: false }).errors;
  if (!error) return null;
  const line = bytes.toString('utf8').slice(0, error.pos[0]).split('\n').length;
  return `Line ${line}: ${error.code.toLowerCase().replaceAll('_', ' ')}.`;
}
