import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finishInterrupted, publish, readBranch } from '@/lib/backup/content/apply-publish';
import { attachBranch, catchUp, pushAhead } from '@/lib/backup/content/mend-branch';
import { abortUnfinished, removeStaleLock } from '@/lib/backup/content/mend-state';
import { putAside, readEdits } from '@/lib/backup/content/rescue';
import { readUnsavedEdits } from '@/lib/backup/content/unsaved-edits';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { newId } from '@/lib/backup/kernel/ids';
import { at, type ContentSite, contentSite, sha } from './content-site';

let content: ContentSite;
beforeEach(() => {
  content = contentSite({ 'a.yml': 'name: A\n', 'b.yml': 'name: B\n' });
});
afterEach(() => content.place.remove());

const author = { name: 'Jane Admin', email: 'jane@example.com' };
const run = () => newId(new Date());
const read = (file: string) => readFileSync(path.join(content.site.path, file), 'utf8');
const git = (...words: string[]) => content.site.git(...words);
const clean = () => git('status', '--porcelain');
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof AppFailure ? thrown.error.code : thrown),
  );

function elsewhere(file: string, text: string) {
  const bot = content.elsewhere();
  bot.write(file, text);
  const made = bot.commit(`Bot: ${file}`);
  bot.git('push', '--quiet', 'origin', 'HEAD:main');
  return made;
}

it('puts edits aside: changed, deleted and new files, byte for byte; others stay', async () => {
  content.site.write('a.yml', 'edited\r\n');
  content.site.write('new/é "x".yml', 'new');
  content.site.write('other.yml', 'stays');
  git('rm', '-q', 'b.yml');
  const repository = await content.open();
  const unsaved = await readUnsavedEdits(repository);
  const edits = await readEdits(repository, unsaved, at('a.yml', 'b.yml', 'new'));
  const runId = run();
  const { head } = await readBranch(repository);
  const aside = await putAside(repository, edits, { head, runId, author, message: 'Aside' });
  expect(aside).toMatchObject({ files: 3, left: [], ref: `refs/rescue/${runId}` });
  expect([read('a.yml'), read('b.yml'), existsSync(path.join(content.site.path, 'new'))]).toEqual([
    'name: A\n',
    'name: B\n',
    false,
  ]);
  expect(clean()).toBe('?? other.yml');
  expect(git('show', `${aside.ref}:a.yml`)).toBe('edited');
  expect(git('show', `${aside.ref}:new/é "x".yml`)).toBe('new');
  expect(git('log', '-1', '--format=%an', aside.ref)).toBe('Jane Admin');
});

it('attaches a detached head; commits made off the branch come along, or are kept', async () => {
  git('checkout', '--quiet', '--detach');
  content.site.write('a.yml', 'name: off\n');
  const off = content.site.commit('Off the branch');
  expect(await attachBranch(await content.open(), run())).toBe('main');
  expect([git('symbolic-ref', 'HEAD'), git('rev-parse', 'main'), clean()]).toEqual(['refs/heads/main', off, '']);

  git('checkout', '--quiet', '--detach', 'HEAD~1');
  content.site.write('b.yml', 'name: apart\n');
  const apart = content.site.commit('Apart');
  const runId = run();
  await attachBranch(await content.open(), runId);
  expect([git('rev-parse', 'HEAD'), git('rev-parse', `refs/rescue/${runId}`), clean()]).toEqual([off, apart, '']);
  expect([read('a.yml'), read('b.yml')]).toEqual(['name: off\n', 'name: B\n']);
});

it('stops a merge with conflicts: the tree as committed, what was there kept, untracked files untouched', async () => {
  git('checkout', '--quiet', '-b', 'side');
  content.site.write('a.yml', 'name: side\n');
  const side = content.site.commit('Side');
  git('checkout', '--quiet', 'main');
  content.site.write('a.yml', 'name: main\n');
  content.site.commit('Main');
  content.site.write('mine.txt', 'untracked');
  expect(() => git('merge', '--quiet', 'side')).toThrow();
  const runId = run();
  await abortUnfinished(await content.open(), { runId, author });
  expect([read('a.yml'), read('mine.txt'), clean()]).toEqual(['name: main\n', 'untracked', '?? mine.txt']);
  expect(existsSync(path.join(content.site.path, '.git/MERGE_HEAD'))).toBe(false);
  expect(git('show', `refs/rescue/${runId}:a.yml`)).toContain('<<<<<<<');
  expect(git('rev-parse', `refs/rescue/${runId}^2`)).toBe(side);
});

it('removes a lock only when it is old and nobody holds it', async () => {
  const lock = path.join(content.site.path, '.git/index.lock');
  writeFileSync(lock, '');
  const repository = await content.open();
  expect(await code(removeStaleLock(repository))).toBe('BUSY');
  expect(existsSync(lock)).toBe(true);
  utimesSync(lock, new Date(Date.now() - 120_000), new Date(Date.now() - 120_000));
  expect(await code(removeStaleLock(repository))).toBe('done');
  expect(existsSync(lock)).toBe(false);
});

it('catches up: behind moves forward; diverged goes on top and is pushed; unsaved edits refuse it', async () => {
  elsewhere('c.yml', 'name: C\n');
  const repository = await content.open();
  expect(await catchUp(repository, run())).toBe(1);
  expect([read('c.yml'), clean()]).toEqual(['name: C\n', '']);

  const tip = elsewhere('d.yml', 'name: D\n');
  content.site.write('a.yml', 'name: mine\n');
  const mine = content.site.commit('Mine');
  const runId = run();
  await pushAhead(repository, runId);
  expect(git('log', '-2', '--format=%s|%an')).toBe('Mine|Jane\nBot: d.yml|Jane');
  expect([git('rev-parse', 'HEAD~1'), git('rev-parse', `refs/rescue/${runId}`), clean()]).toEqual([tip, mine, '']);
  expect(git('ls-remote', 'origin', 'main').slice(0, 40)).toBe(git('rev-parse', 'HEAD'));
  expect([read('a.yml'), read('d.yml')]).toEqual(['name: mine\n', 'name: D\n']);

  elsewhere('a.yml', 'name: theirs\n');
  content.site.write('a.yml', 'unsaved');
  expect(await code(catchUp(repository, run()))).toBe('CONFLICT');
  expect(read('a.yml')).toBe('unsaved');
  git('checkout', '--', 'a.yml');
  content.site.write('a.yml', 'name: ours\n');
  content.site.commit('Ours');
  const head = git('rev-parse', 'HEAD');
  expect(await code(catchUp(repository, run()))).toBe('CONFLICT');
  expect([git('rev-parse', 'HEAD'), read('a.yml'), clean()]).toEqual([head, 'name: ours\n', '']);
});

it('a killed move is ended by the next: half moved files, our own lock, edits made since', async () => {
  const from = sha(git('rev-parse', 'HEAD'));
  for (const name of ['a', 'b', 'c', 'd']) content.site.write(`${name}.yml`, `name: new ${name}\n`);
  const to = sha(content.site.commit('New'));
  git('reset', '--quiet', '--hard', from);
  const runId = run();
  // What a process leaves that was killed between the first and the second file.
  git('update-ref', `refs/backup/publishing/${runId}`, to);
  writeFileSync(path.join(content.site.path, '.git/index.lock'), `backup-run ${runId}\n`);
  content.site.write('a.yml', 'name: new a\n');
  content.site.write('b.yml', 'edited after the crash\n');
  const repository = await content.open();
  expect(await finishInterrupted(repository)).toBe('finished');
  expect(['a', 'b', 'c', 'd'].map((name) => read(`${name}.yml`))).toEqual([
    'name: new a\n',
    'edited after the crash\n',
    'name: new c\n',
    'name: new d\n',
  ]);
  expect([git('rev-parse', 'HEAD'), clean()]).toEqual([to, 'M b.yml']);
  expect(await finishInterrupted(repository)).toBe('nothing');
  expect(await code(publish(repository, { branch: 'main', from, to, runId: run() }))).toBe('STALE');
});
