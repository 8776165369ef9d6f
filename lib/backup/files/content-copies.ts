import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isAbsence, isRealFolder, readPlainFile } from './plain-file';

/** A timestamped copy that the template's editors made. Never counted as a backup: it lies beside what it copies. */
export interface ContentCopy {
  /** Relative to the content folder. */
  path: string;
  /** The file that it is a copy of. */
  of: string;
  /** When it was made, by its name; null where the name does not tell. ISO 8601 in UTC. */
  at: string | null;
  /** Bytes. */
  size: number;
  /** Whether it holds what the file holds now. */
  same: boolean;
}

const KINDS: readonly { folder: string; name: RegExp }[] = [
  { folder: '', name: /^(categories)\.backup\.(.+)\.yml$/ },
  { folder: '', name: /^(categories)-backup-(.+)\.yml$/ },
  { folder: 'backups', name: /^(.+)\.backup\.(.+)\.yml$/ },
];

/** The file that one of this name is a copy of; null for any other name. */
export function originalOf(copy: string): string | null {
  const at = copy.lastIndexOf('/');
  const [folder, file] = at < 0 ? ['', copy] : [copy.slice(0, at), copy.slice(at + 1)];
  for (const kind of KINDS) {
    const base = kind.folder === folder ? kind.name.exec(file)?.[1] : undefined;
    if (base && !base.includes('/')) return `${base}.yml`;
  }
  return null;
}

/** The copies that are there, newest first. Links and files above 16 MiB are left out. */
export async function listContentCopies(contentPath: string): Promise<ContentCopy[]> {
  const found: ContentCopy[] = [];
  for (const { folder, name } of KINDS) {
    for (const entry of await namesIn(contentPath, folder)) {
      const [, base, moment] = name.exec(entry) ?? [];
      const place = folder ? `${folder}/${entry}` : entry;
      const copy = base && (await digestOf(contentPath, place));
      if (!copy) continue;
      const original = await digestOf(contentPath, `${base}.yml`);
      found.push({
        path: place,
        of: `${base}.yml`,
        at: momentOf(moment ?? ''),
        size: copy.size,
        same: original?.sha256 === copy.sha256,
      });
    }
  }
  return found.sort((left, right) => ((left.at ?? '') < (right.at ?? '') ? 1 : -1));
}

async function namesIn(contentPath: string, folder: string): Promise<string[]> {
  if (!(await isRealFolder(contentPath, folder))) return [];
  try {
    const entries = await readdir(path.join(contentPath, folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (thrown) {
    if (isAbsence(thrown)) return [];
    throw thrown;
  }
}

/** An ISO time in which the template wrote dashes for colons and the dot. */
function momentOf(text: string): string | null {
  const iso = text.replace(/^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, '$1:$2:$3.$4Z');
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

async function digestOf(contentPath: string, file: string): Promise<{ size: number; sha256: string } | null> {
  const bytes = await readPlainFile(contentPath, file);
  return bytes && { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
