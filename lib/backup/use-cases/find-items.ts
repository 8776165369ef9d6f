import { openGit } from '../content/git-repository';
import { readTitles } from '../content/item-titles';
import { readHead } from '../content/log';
import { listTree } from '../content/tree-files';
import type { BackupContext } from '../context';
import { attempt, type Result, unwrap } from '../kernel/result';
import type { FoundItemView } from '../views';
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
 * Files of the content whose path or title holds every word of a text, best first: those titled so, then those whose
 * title holds it, then those whose path does; shorter ones before longer ones. At most fifty.
 * Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository), CORRUPT.
 */
export async function findItems(context: BackupContext, { text }: { text: string }): Promise<Result<FoundItemView[]>> {
  return attempt(async () => {
    const wanted = simplify(text.slice(0, 200));
    const words = wanted.split(' ').filter(Boolean);
    if (words.length === 0) return [];
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const head = await readHead(git);
    if (!head) return [];
    const [paths, titles] = await Promise.all([listTree(git, head), readTitles(git, head)]);
    const found = paths.flatMap((path) => {
      const title = titles.get(path) ?? null;
      const [plainPath, plainTitle] = [simplify(path), simplify(title ?? '')];
      const plain = `${plainPath} ${plainTitle}`;
      if (!words.every((word) => plain.includes(word))) return [];
      const byTitle = plainTitle === wanted ? 0 : words.every((word) => plainTitle.includes(word)) ? 1 : 2;
      return [{ path, title, rank: byTitle * 10_000 + plainPath.length }];
    });
    found.sort((left, right) => left.rank - right.rank || (left.path < right.path ? -1 : 1));
    return found.slice(0, MOST).map(({ path, title }) => ({ path, title }));
  });
}
