import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';

const ITEMS = 2000;
const PACE = 1_700_000_000;
const EDITS_A_COMMIT = 2;

/** Where the one file lies that two commits in the whole history touched. */
export const RARE_FILE = 'data/rare-item/rare-item.yml';

/** The same history for the same number of commits: items edited, added and deleted by three people and a bot. */
export async function createSyntheticHistory(folder: string, commits: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--quiet', '--initial-branch=main', '.']);
  const importer = spawn('git', ['fast-import', '--quiet', '--depth=50'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(importer, 'close');
  for (const piece of stream(commits)) {
    if (!importer.stdin.write(piece)) await once(importer.stdin, 'drain');
  }
  importer.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}.`);
  await git(folder, ['reset', '--quiet', '--hard', 'main']);
}

function* stream(commits: number): Generator<string> {
  const random = sequence(20_261_101);
  const people = ['Jane Admin', 'Omar Editor', 'Website Bot', 'Léa Rédactrice'];
  yield commit(0, people[0] ?? '', 'Start', everything());
  for (let number = 1; number < commits; number += 1) {
    const author = people[Math.floor(random() * people.length)] ?? '';
    yield commit(number, author, `Update items (${number})`, changes(number, commits, random));
  }
}

function everything(): string {
  const items = Array.from({ length: ITEMS }, (_, index) => modify(itemPath(index), item(index, 0)));
  return items.join('') + modify(RARE_FILE, item(-1, 0)) + modify('works.yml', 'name: Bench\n');
}

function changes(number: number, commits: number, random: () => number): string {
  if (number === Math.floor(commits / 2)) return modify(RARE_FILE, item(-1, number));
  if (number % 500 === 0) return modify(`data/added-${number}/added-${number}.yml`, item(number, 0));
  if (number % 500 === 250 && number > 500) {
    return `D data/added-${number - 250}/added-${number - 250}.yml\n`;
  }
  let text = '';
  for (let edit = 0; edit < EDITS_A_COMMIT; edit += 1) {
    const index = Math.floor(random() * ITEMS);
    text += modify(itemPath(index), item(index, number));
  }
  return text;
}

const itemPath = (index: number): string => `data/item-${index}/item-${index}.yml`;

const item = (index: number, version: number): string =>
  `name: Item ${index}\ndescription: What item ${index} is for, as of version ${version}\nfeatured: ${version % 2 === 0}\ntags:\n  - tag-${version % 7}\n  - tag-${index % 11}\n`;

const modify = (path: string, text: string): string =>
  `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;

function commit(number: number, author: string, message: string, body: string): string {
  const who = `${author} <someone@example.com> ${PACE + number * 600} +0000`;
  return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${Buffer.byteLength(message)}\n${message}\n${body}\n`;
}

/** Numbers from 0 to 1, the same after every start (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function git(folder: string, command: string[]): Promise<void> {
  const child = spawn('git', command, { cwd: folder, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`git ${command[0]} ended with ${code}.`);
}
