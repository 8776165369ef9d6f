import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloneContent } from '../../../scripts/content-clone';
import { createDemoContent } from '../../../scripts/demo/content-repository';
import { git } from '../../../scripts/git-program';

let home: string;
let remote: string;
let content: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'content-'));
  remote = path.join(home, 'remote.git');
  content = path.join(home, 'content');
  await createDemoContent({ contentPath: path.join(home, 'first'), remotePath: remote });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const clone = () => cloneContent(content, { url: remote, config: {} });
const commit = async (folder: string, name: string) => {
  await writeFile(path.join(folder, name), 'text\n');
  await git(folder, ['add', name]);
  await git(folder, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', name]);
};

test('the demo content has a year of history, the same every time', async () => {
  const first = path.join(home, 'first');
  const log = (...args: string[]) => git(first, ['log', '--format=%an', ...args]).then((text) => text.split('\n'));
  expect((await readdir(path.join(first, 'data'))).length).toBe(80);
  expect(await log()).toHaveLength(120);
  expect(new Set(await log()).size).toBe(4);
  expect(await log()).toContain('Website Bot');
  expect(await log('--merges')).toHaveLength(1);
  expect((await git(first, ['log', '--name-only', '-M', '--diff-filter=R', '--format='])).split('\n')).toEqual(
    expect.arrayContaining(['.works/works.yml', 'works.yml', 'data/postgresql-reader/postgresql-reader.yml']),
  );
  expect(await log('--diff-filter=D', '--', 'data/*')).not.toEqual(['']);
  expect(await git(first, ['fsck', '--strict'])).toBe('');

  const again = { contentPath: path.join(home, 'second'), remotePath: path.join(home, 'second.git') };
  await createDemoContent(again);
  await createDemoContent(again);
  expect(await git(again.contentPath, ['rev-parse', 'HEAD'])).toBe(await git(first, ['rev-parse', 'HEAD']));
});

test('clones, then follows the remote', async () => {
  expect(await clone()).toContain('Content cloned');
  expect(await clone()).toContain('is up to date');
  await commit(path.join(home, 'first'), 'news.txt');
  await git(path.join(home, 'first'), ['push', '--quiet', 'origin', 'HEAD']);
  expect(await clone()).toMatch(/Content updated: \w+, news\.txt/);
  expect((await readdir(home)).filter((name) => name.includes('cloning'))).toEqual([]);
});

test('never overwrites what exists only here', async () => {
  await clone();
  await writeFile(path.join(content, 'categories.yml'), '[]\n');
  await expect(clone()).rejects.toThrow(/unsaved edits in 1 file/);
  await git(content, ['checkout', '--quiet', '.']);
  await commit(content, 'ours.txt');
  expect(await clone()).toContain('is up to date');
  await commit(path.join(home, 'first'), 'theirs.txt');
  await git(path.join(home, 'first'), ['push', '--quiet', 'origin', 'HEAD']);
  await expect(clone()).rejects.toThrow(/1 commits that were never pushed/);
  expect(await readdir(content)).toContain('ours.txt');
});

test('refuses a folder that is something else, and leaves nothing of a failed clone', async () => {
  await writeFile(path.join(home, 'precious'), 'x');
  await expect(cloneContent(home, { url: remote, config: {} })).rejects.toThrow(/no Git repository/);
  const missing = { url: 'https://user:s3cret@127.0.0.1:1/none.git', config: {} };
  const failure = await cloneContent(content, missing).catch((error: Error) => error.message);
  expect(failure).toMatch(/git clone failed/);
  expect(failure).not.toContain('s3cret');
  expect((await readdir(home)).toSorted()).toEqual(['first', 'precious', 'remote.git']);
});
