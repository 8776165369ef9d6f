import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refreshCommitGraph } from '@/lib/backup/content/commit-graph';
import { openGit } from '@/lib/backup/content/git-repository';
import { type Result, unwrap } from '@/lib/backup/kernel/result';
import { findCommit } from '@/lib/backup/use-cases/find-commit';
import { findItems } from '@/lib/backup/use-cases/find-items';
import { getContentBytes } from '@/lib/backup/use-cases/get-content-bytes';
import { getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import { getContentFile } from '@/lib/backup/use-cases/get-content-file';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { type ContentModule, openContentModule } from './content-module';
import { INPUTS, isTried } from './hostile-inputs';

let content: ContentModule;
let sha: string;
let untouched: string[];

/** Every place that must stay as it is: around the repository, its working tree, its own folder, where the tests run. */
const surroundings = () => [
  ...readdirSync(content.shop.root),
  ...readdirSync(content.site.path, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.includes('.git/objects'),
  ),
  ...readdirSync(process.cwd()).filter((name) => name.includes('pwned')),
];

beforeAll(async () => {
  content = await openContentModule();
  const { site, shop } = content;
  writeFileSync(path.join(shop.root, 'secret.txt'), 'TOP-SECRET');
  site.write('data/one.yml', 'name: One\n');
  symlinkSync('/etc', path.join(site.path, 'link'));
  symlinkSync(shop.root, path.join(site.path, 'link-dir'));
  site.commit('First');
  site.write('data/one.yml', 'name: Two\n');
  sha = site.commit('Second');
  await refreshCommitGraph(unwrap(await openGit(site.path, { pathVariable: process.env.PATH ?? '' })));
  untouched = surroundings();
});
afterAll(() => content.close());

const questions = (text: string): (() => Promise<Result<unknown>>)[] => {
  const { context } = content;
  return [
    () => getContentHistory(context, { filters: { path: text } }),
    () => getContentHistory(context, { filters: { author: text } }),
    () => getContentHistory(context, { filters: { since: text } }),
    () => getContentHistory(context, { before: text }),
    () => getFileHistory(context, { path: text }),
    () => getContentDiff(context, { sha: text }),
    () => getContentDiff(context, { from: sha, to: text }),
    () => getContentDiff(context, { sha, path: text }),
    () => getContentDiff(context, { from: sha, path: text }),
    () => getContentFile(context, { path: text, sha }),
    () => getContentFile(context, { path: 'data/one.yml', sha: text }),
    () => getContentBytes(context, { path: text, sha }),
    () => getContentBytes(context, { path: 'data/one.yml', sha: text }),
    () => findItems(context, { text }),
    () => findCommit(context, { text }),
    () => getDeletedFiles(context, { path: text }),
    () => getDeletedFiles(context, { before: text }),
  ];
};

/** Bytes as what they say: a Buffer has become a list of numbers before it comes here. */
const asText = (_: string, value: unknown): unknown => {
  const isBytes = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
  return isBytes && 'data' in value && Array.isArray(value.data) ? Buffer.from(value.data).toString('latin1') : value;
};

describe(`${INPUTS.length} inputs in every place where one is taken`, () => {
  test.each(INPUTS.map((text, index) => [JSON.stringify(text).slice(0, 60), text, index] as const))(
    '%s',
    async (_, text, index) => {
      const asked = questions(text).filter((_question, place) => isTried(index, place));
      for (const answer of await Promise.all(asked.map((ask) => ask()))) {
        const said = JSON.stringify(answer, asText);
        if (!answer.ok) expect(['INVALID_INPUT', 'NOT_FOUND']).toContain(answer.error.code);
        expect(said).not.toContain('TOP-SECRET');
        expect(said).not.toContain('root:x:');
        expect(said).not.toContain(content.shop.root);
      }
      expect(surroundings()).toEqual(untouched);
      expect(existsSync('/tmp/pwned')).toBe(false);
    },
  );
});

test('there are at least a hundred', () => {
  expect(new Set(INPUTS).size).toBeGreaterThanOrEqual(100);
});
