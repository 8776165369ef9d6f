import { fieldChanges } from '../policy/field-changes';
import type { ChangeKind, FileChangeView } from '../views';
import { readBlobs, readSizes } from './blobs';
import type { DiffEntry } from './diff-entries';
import { type DiffCaps, entryKey } from './diff-patches';
import { mayHaveFields, readFields } from './documents';
import { formOf, looksBinary } from './file-form';
import type { Git } from './git-repository';
import { addedHunk, type PatchSection } from './patch-parser';
import { readWorktreeBytes, type WorktreeBytes } from './worktree-side';

interface Sources {
  /** Bytes by object id. */
  sizes: ReadonlyMap<string, number>;
  blobs: ReadonlyMap<string, Buffer>;
  worktree: ReadonlyMap<string, WorktreeBytes>;
}

const LARGEST_DOCUMENT = 512 * 1024;
const MOST_DOCUMENT_BYTES = 16 * 1024 * 1024;
const SUBMODULE = '160000';
const HEAD_BYTES = 8000;
/** So many files that are too large to compare are looked into for what they are; of more, the name decides. */
const MOST_HEADS = 20;

const KINDS: Record<DiffEntry['status'], ChangeKind> = {
  A: 'added',
  C: 'added',
  D: 'deleted',
  M: 'changed',
  R: 'renamed',
  T: 'changed',
  U: 'changed',
  X: 'changed',
};

/** Entries and their patches → what pages show: form, sizes, fields, lines. */
export async function describeFiles(
  git: Git,
  entries: readonly DiffEntry[],
  sections: ReadonlyMap<string, PatchSection>,
  { caps, isWorktree }: { caps: DiffCaps; isWorktree: boolean },
): Promise<FileChangeView[]> {
  const sources = await readSources(git, entries, isWorktree ? caps.blob : null);
  const isLargeBinary = await lookIntoLarge(git, entries, sources, caps.blob);
  return entries.map((entry) => describeFile(entry, sections.get(entryKey(entry)), sources, caps, isLargeBinary));
}

function describeFile(
  entry: DiffEntry,
  patch: PatchSection | undefined,
  sources: Sources,
  caps: DiffCaps,
  isLargeBinary: ReadonlySet<DiffEntry>,
): FileChangeView {
  const { before, after } = sides(entry, sources);
  const [sizeBefore, sizeAfter] = [before?.size ?? null, after?.size ?? null];
  const isLarge = Math.max(sizeBefore ?? 0, sizeAfter ?? 0) > caps.blob;
  const isNew = entry.before === null && entry.after === null && entry.status === 'A';
  const isBinary = isLarge
    ? isLargeBinary.has(entry)
    : Boolean(patch?.binary || (isNew && looksBinary(after?.bytes ?? Buffer.alloc(0))));
  const modeAfter = after?.mode ?? entry.modeAfter;
  const form = formOf(entry.path, modeAfter ?? entry.modeBefore, isBinary);
  const section = isNew && after?.bytes ? addedHunk(after.bytes, caps.lines) : patch;
  const isShown = (form === 'text' || form === 'symlink') && !isLarge;
  const isModeOnly = entry.status === 'M' && entry.before !== null && entry.before === entry.after;
  return {
    kind: isModeOnly ? 'mode' : KINDS[entry.status],
    path: entry.path,
    from: entry.from,
    form,
    modeBefore: entry.modeBefore,
    modeAfter,
    sizeBefore,
    sizeAfter,
    fields: isShown && form === 'text' ? fieldsOf(entry, before?.bytes, after?.bytes) : null,
    hunks: isShown && section && !section.binary ? section.hunks : null,
    cut: form === 'text' && (isLarge || !section || section.cut),
    lossy: isShown && Boolean(section?.lossy),
  };
}

interface Side {
  size: number | null;
  mode: string | null;
  bytes: Buffer | undefined;
}

/** Null: the file is not there on that side. */
function sides(entry: DiffEntry, { sizes, blobs, worktree }: Sources): { before: Side | null; after: Side | null } {
  const side = (oid: string | null, mode: string | null): Side | null => {
    if (mode === null) return null;
    return oid ? { size: sizes.get(oid) ?? null, mode, bytes: blobs.get(oid) } : { size: null, mode, bytes: undefined };
  };
  const found = entry.after === null && entry.modeAfter ? worktree.get(entry.path) : undefined;
  return { before: side(entry.before, entry.modeBefore), after: found ?? side(entry.after, entry.modeAfter) };
}

/** Null where there are no fields on either side, or a side that is there does not parse: the text is shown then. */
function fieldsOf(entry: DiffEntry, before: Buffer | undefined, after: Buffer | undefined): FileChangeView['fields'] {
  const read = (path: string, mode: string | null, bytes: Buffer | undefined) =>
    mode === null ? undefined : bytes ? readFields(path, bytes) : null;
  const left = read(entry.from ?? entry.path, entry.modeBefore, before);
  const right = read(entry.path, entry.modeAfter, after);
  const isUnknown = (side: typeof left, bytes: Buffer | undefined) => side === null && bytes?.length !== 0;
  if (isUnknown(left, before) || isUnknown(right, after)) return null;
  return fieldChanges(left ?? undefined, right ?? undefined);
}

async function readSources(git: Git, entries: readonly DiffEntry[], worktreeBytes: number | null): Promise<Sources> {
  const worktree = new Map<string, WorktreeBytes>();
  for (const entry of worktreeBytes === null ? [] : entries) {
    if (entry.after !== null || entry.modeAfter === null || entry.modeAfter === SUBMODULE) continue;
    const found = await readWorktreeBytes(git.root, entry.path, worktreeBytes ?? 0);
    if (found) worktree.set(entry.path, found);
  }
  const oids = (list: readonly DiffEntry[]) =>
    list.flatMap(({ before, after, modeBefore, modeAfter }) => [
      ...(before && modeBefore !== SUBMODULE ? [before] : []),
      ...(after && modeAfter !== SUBMODULE ? [after] : []),
    ]);
  const sizes = await readSizes(git, oids(entries));
  let left = MOST_DOCUMENT_BYTES;
  const documents = oids(entries.filter(({ path }) => mayHaveFields(path))).filter((oid) => {
    const size = sizes.get(oid) ?? 0;
    if (size > LARGEST_DOCUMENT || size > left) return false;
    left -= size;
    return true;
  });
  return { sizes, worktree, blobs: await readBlobs(git, documents, LARGEST_DOCUMENT, sizes) };
}

/** Of files too large to compare: those that are no text, by their beginnings. */
async function lookIntoLarge(
  git: Git,
  entries: readonly DiffEntry[],
  sources: Sources,
  largest: number,
): Promise<Set<DiffEntry>> {
  const found = new Set<DiffEntry>();
  const large = entries.filter((entry) => {
    const { before, after } = sides(entry, sources);
    return Math.max(before?.size ?? 0, after?.size ?? 0) > largest;
  });
  for (const entry of large.slice(0, MOST_HEADS)) {
    const oid = entry.after ?? entry.before;
    const lying = sources.worktree.get(entry.path)?.bytes;
    const head = lying ?? (oid && (await git.readBytes(['cat-file', 'blob', oid], { limit: HEAD_BYTES })).bytes);
    if (head && looksBinary(head)) found.add(entry);
  }
  return found;
}
