import { spawn } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text as read } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentRepository, type Workshop, workshop } from '../content/content-repository';
import { INPUTS, isTried } from '../content/hostile-inputs';

const MINUTES = 10 * 60_000;

let database: TestDatabase;
let shop: Workshop;
let site: ContentRepository;

beforeAll(async () => {
  shop = workshop();
  site = shop.repository();
  writeFileSync(path.join(shop.root, 'secret.txt'), 'TOP-SECRET');
  site.write('data/one.yml', 'name: One\n');
  symlinkSync('/etc', path.join(site.path, 'link'));
  symlinkSync(shop.root, path.join(site.path, 'link-dir'));
  site.commit('First');
  site.write('data/one.yml', 'name: Two\n');
  site.commit('Second');
  database = await createDatabase();
});
afterAll(async () => {
  await database?.drop();
  shop?.remove();
});

/** Every place of the command line of `content` that takes a word. */
const commandsWith = (word: string): string[][] => [
  ['log', word],
  ['log', '--author', word],
  ['log', '--since', word],
  ['log', '--until', word],
  ['log', '--before', word],
  ['show', word],
  ['show', 'HEAD', word],
  ['diff', word],
  ['diff', 'HEAD', word],
  ['diff', 'HEAD', '--', word],
  ['deleted', word],
  ['deleted', '--before', word],
  ['restore', word, '--from', 'HEAD'],
  ['restore', 'data/one.yml', '--from', word],
  ['restore', '--all', '--from', word, '--plan'],
  ['restore', 'data/one.yml', '--from', 'HEAD', '--confirm', word],
  ['revert', word, '--plan'],
  ['recover', word, '--plan'],
  ['save-edits', word, '--message', word],
  ['set-aside', word, '--message', word],
  ['mend', word],
  [word],
];

const surroundings = () => [
  readdirSync(shop.root),
  readdirSync(site.path, { recursive: true, encoding: 'utf8' }).filter((name) => !name.includes('.git/objects')),
  readdirSync(process.cwd()).filter((name) => name.includes('pwned')),
  site.git('for-each-ref'),
  site.git('status', '--porcelain'),
];

test(
  `${INPUTS.length} inputs in every place of the command line: nothing outside is read, written or run`,
  async () => {
    const untouched = surroundings();
    const environment: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      HOME: shop.root,
      DATABASE_URL: database.url,
      BACKUP_LOCAL_DIR: path.join(shop.root, '..', `${path.basename(shop.root)}-store`),
      BACKUP_SIGNING_KEY: 'test signing key, long enough for anybody',
      SITE_NAME: 'Test Directory',
      CONTENT_PATH: site.path,
    };
    const chosen = INPUTS.flatMap((word, input) => commandsWith(word).filter((_words, place) => isTried(input, place)));
    const commands = chosen.map((words, index) => ['content', ...words, ...(index % 2 ? ['--json'] : [])]);
    const script = ['--import', 'tsx', fileURLToPath(new URL('./run-many.ts', import.meta.url))];
    const child = spawn(process.execPath, script, {
      env: environment as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(JSON.stringify(commands));
    const answers = JSON.parse(await read(child.stdout)) as { words: string[]; code: number; said: string }[];
    expect(answers).toHaveLength(commands.length);
    for (const { words, code, said } of answers) {
      const told = JSON.stringify([words, code, said]).slice(0, 2_000);
      expect([0, 1, 2, 3], told).toContain(code);
      expect(said, told).not.toMatch(/TOP-SECRET|root:x:|INTERNAL|Something went wrong/);
      expect(said.replaceAll(JSON.stringify(words), ''), told).not.toContain(shop.root);
      // As JSON names are exact; for people nothing is printed that a terminal would act on.
      if (!words.includes('--json')) expect(said.replace(/[\n\t]/g, ''), told).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
    expect(surroundings()).toEqual(untouched);
    expect(existsSync('/tmp/pwned')).toBe(false);
  },
  MINUTES,
);
