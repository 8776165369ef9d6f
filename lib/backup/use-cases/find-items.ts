import { openGit } from '../content/git-repository';
import { listTree } from '../content/tree-files';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import { contentGit } from './content-git';

const MOST = 50;

const simplify = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Files of the content whose path holds every word of a text, best first: the slug of an item is its name. At most fifty.
 * Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository), CORRUPT.
 */
export async function findItems(context: BackupContext, { text }: { text: string }): Promise<Result<string[]>> {
  return attempt(async () => {
    const words = simplify(text.slice(0, 200)).split(' ').filter(Boolean);
    if (words.length === 0) return [];
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const found = (await listTree(git, 'HEAD')).flatMap((path) => {
      const plain = simplify(path);
      return words.every((word) => plain.includes(word)) ? [{ path, rank: plain.length }] : [];
    });
    found.sort((left, right) => left.rank - right.rank || (left.path < right.path ? -1 : 1));
    return found.slice(0, MOST).map(({ path }) => path);
  });
}
