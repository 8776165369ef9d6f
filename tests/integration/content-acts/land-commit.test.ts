import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { at, type ContentSite, contentSite, land, sha, snapshot } from './content-site';

let content: ContentSite;
beforeEach(() => {
  content = contentSite({ 'data/a/a.yml': 'name: A\n', 'data/b/b.yml': 'name: B\n', 'categories.yml': '- one\n' });
});
afterEach(() => content.place.remove());

const read = (file: string) => readFileSync(path.join(content.site.path, file), 'utf8');
const first = () => sha(content.site.git('rev-list', '--max-parents=0', 'HEAD'));
const clean = () => content.site.git('status', '--porcelain');
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof AppFailure ? thrown.error.code : thrown),
  );

function edit(file: string, text: string, message = `Edit ${file}`) {
  content.site.write(file, text);
  const made = content.site.commit(message);
  content.site.git('push', '--quiet', 'origin', 'main');
  return sha(made);
}

it('restores a file to a commit: author the admin, committer the service, trailer, pushed, tree clean', async () => {
  edit('data/a/a.yml', 'name: Wrong\n');
  const git = await content.open();
  const landed = await land(git, { kind: 'restore', sha: first(), paths: at('data/a/a.yml') });
  expect(landed).toMatchObject({ files: 1, pushed: 'pushed', live: true, left: [], rescueRef: null });
  expect(read('data/a/a.yml')).toBe('name: A\n');
  expect(clean()).toBe('');
  expect(content.site.git('rev-parse', 'HEAD', 'origin/main')).toBe(`${landed.sha}\n${landed.sha}`);
  expect(content.site.git('--git-dir', content.remote ?? '', 'rev-parse', 'main')).toBe(landed.sha);
  const shown = content.site.git('log', '-1', '--format=%an <%ae> | %cn | %(trailers:key=Backup-Run,valueonly)');
  expect(shown).toMatch(/^Jane Admin <jane@example.com> \| Ever Works Backup \| [0-9A-Z]{26}$/);
  expect(readdirSync(path.join(content.site.path, '.git')).filter((name) => /backup-|lock/.test(name))).toEqual([]);
  expect(content.site.git('for-each-ref', 'refs/backup')).toBe('');
});

it('restores a folder to the state after a commit, and files that were deleted', async () => {
  content.site.git('rm', '-q', '-r', 'data/a');
  edit('data/b/extra.yml', 'x: 1\n');
  const git = await content.open();
  await land(git, { kind: 'restore', sha: first(), paths: at('data') });
  expect(Object.keys(snapshot(content.site.path)).sort()).toEqual(['categories.yml', 'data/a/a.yml', 'data/b/b.yml']);
  expect(clean()).toBe('');
});

it('reverts over a later rename, and a first commit', async () => {
  const wrong = edit('data/a/a.yml', 'name: Wrong\ncolour: red\nsize: 1\n');
  content.site.git('mv', 'data/a/a.yml', 'data/a/new.yml');
  content.site.commit('Rename');
  const git = await content.open();
  await land(git, { kind: 'revert', sha: wrong });
  expect(read('data/a/new.yml')).toBe('name: A\n');
  const alone = contentSite({ 'x.yml': 'x: 1\n' }, { remote: false });
  try {
    const root = sha(alone.site.git('rev-parse', 'HEAD'));
    const landed = await land(await alone.open(), { kind: 'revert', sha: root });
    expect(landed).toMatchObject({ pushed: 'no-remote', live: true });
    expect(snapshot(alone.site.path)).toEqual({});
  } finally {
    alone.place.remove();
  }
});

it('recovers what one commit deleted and keeps what was added since; a renamed file is not deleted', async () => {
  content.site.git('mv', 'data/b/b.yml', 'data/b/renamed.yml');
  content.site.git('rm', '-q', 'data/a/a.yml', 'categories.yml');
  const damage = sha(content.site.commit('Bot'));
  edit('data/new/new.yml', 'name: New\n');
  await land(await content.open(), { kind: 'recover', sha: damage });
  expect(Object.keys(snapshot(content.site.path)).sort()).toEqual([
    'categories.yml',
    'data/a/a.yml',
    'data/b/renamed.yml',
    'data/new/new.yml',
  ]);
});

it('turns a file into a folder and back', async () => {
  content.site.git('rm', '-q', 'data/a/a.yml');
  edit('data/a', 'a file now\n');
  await land(await content.open(), { kind: 'restore-all', sha: first() });
  expect(read('data/a/a.yml')).toBe('name: A\n');
  await land(await content.open(), { kind: 'restore-all', sha: sha(content.site.git('rev-parse', 'HEAD~1')) });
  expect(read('data/a')).toBe('a file now\n');
  expect(clean()).toBe('');
});

describe('unsaved edits', () => {
  it('survive in other files, staged ones too', async () => {
    edit('data/a/a.yml', 'name: Wrong\n');
    content.site.write('categories.yml', '- edited\n');
    content.site.write('data/b/b.yml', 'name: staged\n');
    content.site.git('add', 'data/b/b.yml');
    content.site.write('untracked.txt', 'mine');
    await land(await content.open(), { kind: 'restore', sha: first(), paths: at('data/a/a.yml') });
    expect(clean().split('\n')).toEqual(
      [' M categories.yml', 'M  data/b/b.yml', '?? untracked.txt'].map((line, index) =>
        index === 0 ? line.trim() : line,
      ),
    );
  });

  it('are refused before the push where they are in the way: changed, ignored, hidden by a flag', async () => {
    edit('data/a/a.yml', 'name: Wrong\n');
    content.site.git('rm', '-q', 'data/b/b.yml');
    edit('.gitignore', 'data/b/\n');
    const before = content.site.git('ls-remote', 'origin', 'main');
    content.site.write('data/b/b.yml', 'ignored, but mine');
    const git = await content.open();
    expect(await code(land(git, { kind: 'restore', sha: first(), paths: at('data/b/b.yml') }))).toBe('CONFLICT');
    content.site.git('update-index', '--assume-unchanged', 'data/a/a.yml');
    content.site.write('data/a/a.yml', 'hidden');
    expect(await code(land(git, { kind: 'restore', sha: first(), paths: at('data/a/a.yml') }))).toBe('CONFLICT');
    expect([read('data/b/b.yml'), read('data/a/a.yml')]).toEqual(['ignored, but mine', 'hidden']);
    expect(content.site.git('ls-remote', 'origin', 'main')).toBe(before);
  });
});

describe('the remote', () => {
  it('moved on in another file: fetched, planned again, both are live', async () => {
    edit('data/a/a.yml', 'name: Wrong\n');
    const bot = content.elsewhere();
    bot.write('data/bot/bot.yml', 'name: Bot\n');
    bot.commit('Bot');
    bot.git('push', '--quiet', 'origin', 'HEAD:main');
    await land(await content.open(), { kind: 'restore', sha: first(), paths: at('data/a/a.yml') });
    expect([read('data/a/a.yml'), read('data/bot/bot.yml')]).toEqual(['name: A\n', 'name: Bot\n']);
    expect(content.site.git('rev-parse', 'HEAD')).toBe(content.site.git('rev-parse', 'origin/main'));
    expect(clean()).toBe('');
  });

  it('is down: refused with nothing changed, or kept here under a rescue ref', async () => {
    edit('data/a/a.yml', 'name: Wrong\n');
    content.site.git('remote', 'set-url', 'origin', path.join(content.place.root, 'gone.git'));
    const git = await content.open();
    const head = content.site.git('rev-parse', 'HEAD');
    const act = { kind: 'restore', sha: first(), paths: at('data/a/a.yml') } as const;
    expect(await code(land(git, act))).toBe('STORAGE_DOWN');
    expect([content.site.git('rev-parse', 'HEAD'), read('data/a/a.yml')]).toEqual([head, 'name: Wrong\n']);
    const landed = await land(git, act, { keepLocally: true });
    expect(landed).toMatchObject({ pushed: 'kept-locally', live: true });
    expect(content.site.git('rev-parse', landed.rescueRef ?? '')).toBe(landed.sha);
    expect(read('data/a/a.yml')).toBe('name: A\n');
  });

  it('refuses: said so, nothing changed', async () => {
    edit('data/a/a.yml', 'name: Wrong\n');
    const hook = path.join(content.remote ?? '', 'hooks/update');
    writeFileSync(hook, '#!/bin/sh\nexit 1\n');
    chmodSync(hook, 0o755);
    const act = { kind: 'restore', sha: first(), paths: at('data/a/a.yml') } as const;
    expect(await code(land(await content.open(), act))).toBe('FORBIDDEN');
    expect(read('data/a/a.yml')).toBe('name: Wrong\n');
  });
});

it('a foreign index.lock: waits, explains, takes nothing away', async () => {
  edit('data/a/a.yml', 'name: Wrong\n');
  const lock = path.join(content.site.path, '.git/index.lock');
  writeFileSync(lock, '');
  const act = { kind: 'restore', sha: first(), paths: at('data/a/a.yml') } as const;
  const began = performance.now();
  expect(await code(land(await content.open(), act))).toBe('BUSY');
  expect(performance.now() - began).toBeGreaterThan(9_500);
  expect(existsSync(lock)).toBe(true);
  expect(read('data/a/a.yml')).toBe('name: Wrong\n');
});

it('keeps mode bits, and line ends as the attributes say', async () => {
  content.site.write('.gitattributes', '*.txt eol=crlf\n');
  content.site.write('run.sh', '#!/bin/sh\n');
  content.site.write('note.txt', 'one\r\ntwo\r\n');
  chmodSync(path.join(content.site.path, 'run.sh'), 0o755);
  const good = sha(content.site.commit('Both'));
  content.site.git('rm', '-q', 'run.sh', 'note.txt');
  content.site.commit('Gone');
  content.site.git('push', '-q', 'origin', 'main');
  await land(await content.open(), { kind: 'restore', sha: good, paths: at('run.sh', 'note.txt') });
  expect(statSync(path.join(content.site.path, 'run.sh')).mode & 0o111).toBe(0o111);
  expect(read('note.txt')).toBe('one\r\ntwo\r\n');
  expect(clean()).toBe('');
});

it('a detached head and an unfinished merge are refused', async () => {
  edit('data/a/a.yml', 'name: Wrong\n');
  const act = { kind: 'restore', sha: first(), paths: at('data/a/a.yml') } as const;
  content.site.git('checkout', '--quiet', '--detach');
  expect(await code(land(await content.open(), act))).toBe('CONFLICT');
  content.site.git('checkout', '--quiet', 'main');
  mkdirSync(path.join(content.site.path, '.git/rebase-merge'));
  expect(await code(land(await content.open(), act))).toBe('CONFLICT');
});
