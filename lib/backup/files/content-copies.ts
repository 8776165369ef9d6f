import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';

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
const LARGEST_BYTES = 16 * 1024 * 1024;

/** The copies that are there, newest first. Links and files above 16 MiB are left out. */
export async function listContentCopies(contentPath: string): Promise<ContentCopy[]> {
  const found: ContentCopy[] = [];
  for (const { folder, name } of KINDS) {
    for (const entry of await namesIn(path.join(contentPath, folder))) {
      const [, base, moment] = name.exec(entry) ?? [];
      const copy = base && (await digestOf(path.join(contentPath, folder, entry)));
      if (!copy) continue;
      const original = await digestOf(path.join(contentPath, `${base}.yml`));
      found.push({
        path: folder ? `${folder}/${entry}` : entry,
        of: `${base}.yml`,
        at: momentOf(moment ?? ''),
        size: copy.size,
        same: original?.sha256 === copy.sha256,
      });
    }
  }
  return found.sort((left, right) => ((left.at ?? '') < (right.at ?? '') ? 1 : -1));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'))
      return [];
    throw thrown;
  }
}

/** An ISO time in which the template wrote dashes for colons and the dot. */
function momentOf(text: string): string | null {
  const iso = text.replace(/^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, '$1:$2:$3.$4Z');
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

async function digestOf(file: string): Promise<{ size: number; sha256: string } | null> {
  try {
    // O_NOFOLLOW: a link that takes the file's place is refused. O_NONBLOCK: so is a pipe.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = await handle.stat();
      if (!status.isFile() || status.size > LARGEST_BYTES) return null;
      const bytes = await handle.readFile();
      return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}
