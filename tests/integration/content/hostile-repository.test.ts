import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readContentPoint } from '@/lib/backup/content/content-point';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let place: Workshop;
let site: ContentRepository;

beforeEach(() => {
  place = workshop();
  site = place.repository();
  site.write('data/item.yml', 'name: Item\n');
  site.write('.gitattributes', '* filter=evil diff=evil\n*.yml filter=e=v.i"l\n');
  site.commit('Add an item');
});
afterEach(() => place.remove());

/** A program that leaves a file behind when it is run. */
function trap(name: string): string {
  const program = path.join(place.root, `trap-${name}.sh`);
  writeFileSync(program, `#!/bin/sh\ntouch "${place.root}/ran-${name}"\ncat\n`, { mode: 0o755 });
  return program;
}

const sprung = () => readdirSync(place.root).filter((name) => name.startsWith('ran-'));

/** Files that git has to look into again: same content, other time. */
const touch = () => {
  for (const file of ['data/item.yml', '.gitattributes']) utimesSync(path.join(site.path, file), 1, 1);
};

it('runs nothing that the repository names, while plain git would', async () => {
  for (const key of ['core.fsmonitor', 'diff.external', 'diff.evil.textconv', 'diff.evil.command', 'core.sshCommand']) {
    site.git('config', key, trap(key));
  }
  for (const driver of ['evil', 'e=v.i"l']) {
    site.git('config', `filter.${driver}.clean`, trap(`clean-${driver.length}`));
  }
  site.git('config', 'filter.e=v.i"l.required', 'true');
  site.git('config', 'filter.evil.process', trap('process'));
  site.git('config', 'gpg.program', trap('gpg'));
  site.git('config', 'log.showSignature', 'true');
  site.git('config', 'core.pager', trap('pager'));
  site.git('config', 'alias.status', `!${trap('alias')}`);
  for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
    const program = trap(`hook-${hook}`);
    execFileSync('cp', [program, path.join(site.path, '.git/hooks', hook)]);
  }
  touch();
  expect(await readContentPoint(site.path)).toMatchObject({ ok: true, value: { branch: 'main', dirty: [] } });
  expect(sprung()).toEqual([]);

  // The traps are real: the same question asked without care springs them.
  spawnSync('git', ['status'], { cwd: site.path });
  expect(sprung()).toEqual(expect.arrayContaining(['ran-core.fsmonitor', 'ran-clean-7', 'ran-process']));
});

it('reads the content folder, not the working tree that the configuration points to', async () => {
  const elsewhere = place.repository('elsewhere');
  elsewhere.write('secret.txt', 'not content');
  site.git('config', 'core.worktree', elsewhere.path);
  expect(await readContentPoint(site.path)).toMatchObject({ ok: true, value: { dirty: [] } });
});

it('fetches nothing for objects that are missing', async () => {
  const tree = site.git('rev-parse', 'HEAD^{tree}');
  site.git('config', 'remote.origin.url', `ext::${trap('transport')}`);
  site.git('config', 'remote.origin.promisor', 'true');
  site.git('config', 'remote.origin.partialclonefilter', 'blob:none');
  site.git('config', 'protocol.ext.allow', 'always');
  site.git('config', 'core.repositoryformatversion', '1');
  site.git('config', 'extensions.partialClone', 'origin');
  const object = path.join(site.path, '.git/objects', tree.slice(0, 2), tree.slice(2));
  expect(existsSync(object)).toBe(true);
  execFileSync('rm', ['-f', object]);
  expect(await readContentPoint(site.path)).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  expect(sprung()).toEqual([]);
});

it('listens to no variable of the application', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { GIT_DIR: '/nowhere', GIT_EXTERNAL_DIFF: trap('external'), GIT_PAGER: trap('pager') });
  try {
    expect(await readContentPoint(site.path)).toMatchObject({ ok: true, value: { branch: 'main' } });
  } finally {
    for (const key of ['GIT_DIR', 'GIT_EXTERNAL_DIFF', 'GIT_PAGER']) {
      if (before[key] === undefined) delete process.env[key];
      else process.env[key] = before[key];
    }
  }
  expect(sprung()).toEqual([]);
});

it.skipIf(process.getuid?.() !== 0)(
  `reads a repository that another user owns${process.getuid?.() === 0 ? '' : ' (skipped: needs root to build one)'}`,
  async () => {
    execFileSync('chown', ['-R', '65534', site.path]);
    expect(await readContentPoint(site.path)).toMatchObject({ ok: true, value: { branch: 'main' } });
  },
);
