import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readContentPoint } from '@/lib/backup/content/content-point';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let place: Workshop;
let site: ContentRepository;
let head: string;

beforeEach(() => {
  place = workshop();
  site = place.repository();
  site.write('data/first/first.yml', 'name: First\n');
  head = site.commit('Add the first item');
});
afterEach(() => place.remove());

const point = async (folder = site.path) => {
  const result = await readContentPoint(folder);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

function addRemote(address?: string): void {
  const bare = path.join(place.root, 'remote.git');
  site.git('init', '--quiet', '--bare', bare);
  site.git('remote', 'add', 'origin', bare);
  site.git('push', '--quiet', '-u', 'origin', 'main');
  if (address) site.git('remote', 'set-url', 'origin', address);
}

it('reads a clean repository without a remote', async () => {
  expect(await point()).toEqual({
    head,
    committedAt: '2026-11-01T10:00:00.000Z',
    subject: 'Add the first item',
    branch: 'main',
    remote: null,
    pushed: null,
    dirty: [],
  });
});

it('tells whether the remote has the commit, and shows its address without sign-in data', async () => {
  addRemote('https://x-access-token:ghp_secret@github.com/ever-works/data.git?token=secret');
  expect(await point()).toMatchObject({ remote: 'https://github.com/ever-works/data.git', pushed: true });
  site.write('data/second/second.yml', 'name: Second\n');
  const ahead = site.commit('Add the second item');
  expect(await point()).toMatchObject({ head: ahead, pushed: false });
  site.git('remote', 'set-url', 'origin', 'git@github.com:ever-works/data.git');
  expect((await point()).remote).toBe('github.com:ever-works/data.git');
});

it('reads a detached head', async () => {
  addRemote();
  site.git('checkout', '--quiet', '--detach');
  expect(await point()).toMatchObject({ head, branch: null, pushed: true });
});

it('lists unsaved paths by their real names: spaces, line ends, quotes, unicode', async () => {
  const names = [
    'data/a b.yml',
    'data/line\nend.yml',
    'data/"quoted".yml',
    'data/ünï-日本.yml',
    '-dash.yml',
    ' space.yml',
  ];
  for (const name of names) site.write(name, 'x');
  site.git('mv', 'data/first/first.yml', 'data/first/moved.yml');
  expect((await point()).dirty.sort()).toEqual([...names, 'data/first/first.yml', 'data/first/moved.yml'].sort());
});

it('lists at most 200 unsaved paths, and sees them whatever the repository hides', async () => {
  site.git('config', 'status.showUntrackedFiles', 'no');
  for (let i = 0; i < 205; i += 1) site.write(`new/${i}.yml`, 'x');
  expect((await point()).dirty).toHaveLength(200);
});

it('takes a subject as it is, control characters included', async () => {
  site.commit('one\x1ftwo <img src=x> “three”\n\nBody');
  expect((await point()).subject).toBe('one\x1ftwo <img src=x> “three”');
});

it('reads while another process holds the index lock, and leaves no trace', async () => {
  writeFileSync(path.join(site.path, '.git/index.lock'), '');
  site.write('data/first/first.yml', 'name: Edited\n');
  expect((await point()).dirty).toEqual(['data/first/first.yml']);
});

it('reads a linked working tree', async () => {
  const linked = path.join(place.root, 'linked');
  site.git('worktree', 'add', '--quiet', '-b', 'preview', linked);
  expect(await point(linked)).toMatchObject({ head, branch: 'preview', dirty: [] });
});

describe('what is no repository', () => {
  it('is not found, and the repository around it is not taken instead', async () => {
    mkdirSync(path.join(site.path, 'data/inner'), { recursive: true });
    for (const folder of [
      path.join(site.path, 'data'),
      path.join(site.path, 'data/inner'),
      place.root,
      `${place.root}/none`,
    ]) {
      expect(await readContentPoint(folder)).toMatchObject({
        ok: false,
        error: { code: 'NOT_FOUND', hint: expect.stringContaining('DATA_REPOSITORY') },
      });
    }
  });

  it('is not found where nothing was committed yet', async () => {
    expect(await readContentPoint(place.repository('new').path)).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
  });

  it('is damaged where git cannot read it, in words without paths', async () => {
    writeFileSync(path.join(site.path, '.git/config'), '[core\nbroken');
    const result = await readContentPoint(site.path);
    expect(result).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
    expect(JSON.stringify(result)).not.toContain(place.root);
  });
});

it('says that content is unavailable where git is missing or too old', async () => {
  const bin = path.join(place.root, 'bin');
  mkdirSync(bin);
  expect(await readContentPoint(site.path, { pathVariable: bin })).toMatchObject({
    ok: false,
    error: { code: 'UNSUPPORTED', message: 'Content history is unavailable here: Git is not installed.' },
  });
  writeFileSync(path.join(bin, 'git'), '#!/bin/sh\necho git version 2.30.2\n', { mode: 0o755 });
  symlinkSync('/bin/sh', path.join(bin, 'sh'));
  expect(await readContentPoint(site.path, { pathVariable: bin })).toMatchObject({
    ok: false,
    error: { code: 'UNSUPPORTED', message: 'Content history is unavailable here: Git 2.30.2 is too old.' },
  });
});
