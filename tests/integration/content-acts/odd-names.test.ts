import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ContentPath } from '@/lib/backup/content/content-path';
import { editsAt } from '@/lib/backup/content/rescue';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { decodeBytes } from '@/lib/backup/kernel/byte-text';
import { at, type ContentSite, contentSite, land, sha, snapshot } from './content-site';

let content: ContentSite;
beforeEach(() => {
  content = contentSite({ 'keep.yml': 'x: 1\n' });
});
afterEach(() => content.place.remove());

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof AppFailure ? thrown.error.code : thrown),
  );

const NAMES: Record<string, string | Buffer> = {
  'with space.yml': 'a: 1\n',
  '"quotes" and \'more\'.yml': 'a: 1\n',
  'line\nend\ttab.yml': 'a: 1\n',
  '-dash.yml': 'a: 1\n',
  '--output=x': 'a: 1\n',
  ':(top)magic*.yml': 'a: 1\n',
  'back\\slash.yml': 'a: 1\n',
  'nfc-\u00e9.yml': 'a: 1\n',
  'nfd-e\u0301.yml': 'a: 1\n',
  'deep/日本/☃.yml': 'a: 1\n',
  'crlf.yml': 'a: 1\r\nb: 2\r\n',
  'empty.yml': '',
  'long.txt': 'x'.repeat(2_000_000),
  'bytes.bin': Buffer.from([0xff, 0xfe, 0, 0x80, 10, 0xc3]),
};

it('odd names and odd bytes come back byte for byte: restored, reverted, recovered, put aside', async () => {
  for (const [name, bytes] of Object.entries(NAMES)) {
    const file = path.join(content.site.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  // A name that is no UTF-8.
  const raw = Buffer.concat([Buffer.from(`${content.site.path}/`), Buffer.from([0x66, 0xff, 0x2e, 0x79])]);
  writeFileSync(raw, 'a: 1\n');
  chmodSync(path.join(content.site.path, '-dash.yml'), 0o755);
  const good = sha(content.site.commit('Odd'));
  const before = snapshot(content.site.path);
  const wipe = () => {
    for (const name of Object.keys(NAMES)) rmSync(path.join(content.site.path, name));
    rmSync(raw);
    return sha(content.site.commit('Gone'));
  };
  const git = await content.open();
  const rawName = decodeBytes(Buffer.from([0x66, 0xff, 0x2e, 0x79]));
  wipe();
  await land(git, { kind: 'restore', sha: good, paths: at(...Object.keys(NAMES), rawName) });
  expect(snapshot(content.site.path)).toEqual(before);
  expect(readFileSync(raw, 'utf8')).toBe('a: 1\n');
  for (const kind of ['revert', 'recover'] as const) {
    await land(git, { kind, sha: wipe() });
    expect(snapshot(content.site.path)).toEqual(before);
    expect(readFileSync(raw, 'utf8')).toBe('a: 1\n');
  }
  expect(content.site.git('status', '--porcelain')).toBe('');
  expect(content.site.git('diff', '--stat', good, 'HEAD')).toBe('');
});

it('a link is never followed: not as a file, not as a folder on the way', async () => {
  const outside = path.join(content.place.root, 'outside');
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'a.yml'), 'outside\n');
  content.site.write('data/a.yml', 'inside\n');
  const good = sha(content.site.commit('Inside'));
  content.site.git('rm', '-q', '-r', 'data');
  content.site.commit('Gone');
  symlinkSync(outside, path.join(content.site.path, 'data'));
  const git = await content.open();
  expect(await code(land(git, { kind: 'restore', sha: good, paths: at('data/a.yml') }))).toBe('CONFLICT');
  expect(readFileSync(path.join(outside, 'a.yml'), 'utf8')).toBe('outside\n');
  rmSync(path.join(content.site.path, 'data'));
  symlinkSync(path.join(outside, 'a.yml'), path.join(content.site.path, 'keep.yml.link'));
  expect(await code(editsAt(git, ['keep.yml.link' as ContentPath]))).toBe('UNSUPPORTED');
  await land(git, { kind: 'restore', sha: good, paths: at('data/a.yml') });
  expect(readFileSync(path.join(content.site.path, 'data/a.yml'), 'utf8')).toBe('inside\n');
});

it('runs no hook, filter, merge driver or monitor of the repository while it changes content', async () => {
  const trap = (name: string) => {
    const program = path.join(content.place.root, `trap-${name}`);
    writeFileSync(program, `#!/bin/sh\ntouch "${content.place.root}/ran-${name}"\nexit 0\n`, { mode: 0o755 });
    return program;
  };
  for (const key of ['core.fsmonitor', 'core.sshCommand', 'filter.evil.clean', 'filter.evil.smudge', 'gpg.program']) {
    content.site.git('config', key, trap(key));
  }
  content.site.git('config', 'merge.evil.driver', trap('merge'));
  writeFileSync(path.join(content.site.path, '.git/info/attributes'), '* filter=evil merge=evil\n');
  for (const hook of [
    'pre-commit',
    'post-checkout',
    'post-merge',
    'pre-push',
    'reference-transaction',
    'post-index-change',
  ]) {
    execFileSync('cp', [trap(hook), path.join(content.site.path, '.git/hooks', hook)]);
  }
  const bare = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'filter.evil.clean=cat'];
  const save = (text: string) => {
    content.site.write('keep.yml', text);
    content.site.git(...bare, 'commit', '-q', '-a', '-m', text);
    return sha(content.site.git(...bare, 'rev-parse', 'HEAD'));
  };
  const first = save('x: 1\ny: 1\nz: 1\nlast: 1\n');
  save('x: 1\ny: 1\nz: 1\nlast: 2\n');
  const git = await content.open();
  await land(git, { kind: 'restore', sha: first, paths: at('keep.yml') });
  const wrong = save('x: 2\ny: 1\nz: 1\nlast: 1\n');
  save('x: 2\ny: 1\nz: 1\nlast: 3\n');
  // A driver of the repository is not run: what it would merge is a conflict.
  expect(await code(land(git, { kind: 'revert', sha: wrong }))).toBe('CONFLICT');
  const ran = execFileSync('ls', [content.place.root], { encoding: 'utf8' });
  expect(ran.split('\n').filter((name) => name.startsWith('ran-'))).toEqual([]);
  expect(existsSync(path.join(content.site.path, '.git/index.lock'))).toBe(false);
});
