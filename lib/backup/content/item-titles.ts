import { decodeBytes } from '../kernel/byte-text';
import type { CommitSha } from './commit-sha';
import type { Git } from './git-repository';
import { displayText } from './log-format';

/** The first line of a file that names what is in it, at the left edge of YAML or of front matter. */
const NAMES = '^(name|title):[[:space:]]*[^[:space:]]';
const FILES = [':(icase)*.yml', ':(icase)*.yaml', ':(icase)*.md', ':(icase)*.mdx'];
const MOST_BYTES = 16 * 1024 * 1024;
const LONGEST_TITLE = 300;
/** Writers of YAML fold at 80 characters: a long name goes on in the next lines, each of them indented. */
const FOLDS = 4;
/** Settings that would change the lines of the answer, said each by its word. */
const PLAIN = [
  ...['-z', '-I', '-i', '-E', '--no-color', '--no-column', '--no-line-number', '--no-heading', '--no-break'],
  ...['--no-textconv', '--no-recurse-submodules', '--full-name'],
];

const titles = new Map<string, { head: CommitSha; byPath: ReadonlyMap<string, string> }>();

/** What items and pages call themselves, by path, as of a commit. Read once for each. Throws AppFailure CORRUPT, CANCELLED. */
export async function readTitles(git: Git, head: CommitSha): Promise<ReadonlyMap<string, string>> {
  const known = titles.get(git.root);
  if (known?.head === head) return known.byPath;
  // This command knows no --end-of-options before git 2.43; a CommitSha cannot be an option.
  const words = ['grep', ...PLAIN, '--max-count=1', `--after-context=${FOLDS}`, '-e', NAMES, head, '--', ...FILES];
  const { bytes } = await git.readBytes(words, {
    allowExit: [0, 1],
    env: { GIT_LITERAL_PATHSPECS: '0' },
    limit: MOST_BYTES,
  });
  const byPath = parseTitles(decodeBytes(bytes), head);
  titles.set(git.root, { head, byPath });
  return byPath;
}

/** `<commit>:<path> NUL <line> LF`, where a path may hold a line feed and a line may not; `--` alone between files. */
function parseTitles(text: string, head: CommitSha): Map<string, string> {
  const found = new Map<string, string[]>();
  const ended = new Set<string>();
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('--\n', at)) at += 3;
    const middle = text.indexOf('\0', at);
    const end = text.indexOf('\n', middle);
    if (middle < 0 || end < 0) break;
    const path = text.slice(at + head.length + 1, middle);
    const line = text.slice(middle + 1, end).slice(0, LONGEST_TITLE);
    const lines = found.get(path);
    if (!lines) found.set(path, [line.replace(/^[^:]*:/, '')]);
    else if (/^\s+\S/.test(line) && !ended.has(path)) lines.push(line);
    else ended.add(path);
    at = end + 1;
  }
  return new Map([...found].map(([path, lines]) => [path, displayText(titleOf(lines))]));
}

/** Of a text in a block (`>-`) the mark is not part. */
function titleOf([first = '', ...more]: readonly string[]): string {
  const begin = more.length > 0 ? first.replace(/^\s*[>|][+-]?\d*\s*$/, '') : first;
  const value = [begin, ...more]
    .map((line) => line.trim())
    .join(' ')
    .trim();
  return unquoted(value).slice(0, LONGEST_TITLE);
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
