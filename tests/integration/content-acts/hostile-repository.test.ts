import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refreshCommitGraph } from '@/lib/backup/content/commit-graph';
import { readDiff } from '@/lib/backup/content/diff';
import { readFileHistory } from '@/lib/backup/content/file-history';
import { openRemote } from '@/lib/backup/content/git-remote';
import { readCursor } from '@/lib/backup/content/history-cursor';
import { readLog } from '@/lib/backup/content/log';
import { attachBranch, catchUp, pushAhead } from '@/lib/backup/content/mend-branch';
import { editsAt, putAside } from '@/lib/backup/content/rescue';
import { readContentState } from '@/lib/backup/content/status';
import { newId } from '@/lib/backup/kernel/ids';
import { at, type ContentSite, contentSite, land, sha } from './content-site';

let content: ContentSite;
beforeEach(() => {
  content = contentSite({
    'a.yml': 'a: 1\nb: 1\nc: 1\n',
    'keep.yml': 'x: 1\n',
    '.gitattributes': '* diff=evil filter=evil merge=evil\n',
  });
});
afterEach(() => content.place.remove());

const author = { name: 'Jane Admin', email: 'jane@example.com' };
const newestFirst = { cursor: readCursor(undefined), limit: 10, withChanges: true };

/** A program that leaves a file behind when it is run. */
function trap(name: string): string {
  const program = path.join(content.place.root, `trap-${name.replaceAll(/[^\w.-]/g, '-')}`);
  const words = `#!/bin/sh\ntouch "${content.place.root}/ran-${path.basename(program)}"\ncat\n`;
  writeFileSync(program, words, { mode: 0o755 });
  return program;
}
const sprung = () => readdirSync(content.place.root).filter((name) => name.startsWith('ran-'));

const PROGRAMS = [
  ...['core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.editor', 'core.askPass', 'core.alternateRefsCommand'],
  ...['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'filter.evil.clean', 'filter.evil.smudge'],
  ...['filter.evil.process', 'merge.evil.driver', 'gpg.program', 'gpg.ssh.program', 'credential.helper'],
  ...['credential.https://example.com.helper', 'sequence.editor', 'uploadpack.packObjectsHook', 'trailer.evil.command'],
  ...['remote.origin.uploadpack', 'remote.origin.receivepack', 'core.gitProxy', 'interactive.diffFilter'],
];
const HOOKS = [
  ...['applypatch-msg', 'pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'post-checkout', 'post-merge'],
  ...['pre-push', 'reference-transaction', 'post-index-change', 'pre-auto-gc', 'post-rewrite', 'fsmonitor-watchman'],
];

it('no program of the repository is run by any act, against its remote too', { timeout: 120_000 }, async () => {
  const { site } = content;
  const bot = content.elsewhere();
  site.write('a.yml', 'a: 2\nb: 1\nc: 1\n');
  const changed = sha(site.commit('Change'));
  site.git('push', '-q');
  for (const key of PROGRAMS) site.git('config', key, trap(key));
  for (const key of ['commit.gpgSign', 'push.gpgSign', 'tag.gpgSign', 'log.showSignature'])
    site.git('config', key, 'true');
  for (const hook of HOOKS) cpSync(trap(`hook-${hook}`), path.join(site.path, '.git/hooks', hook));

  const git = await content.open();
  await land(git, { kind: 'revert', sha: changed });
  await land(git, { kind: 'restore', sha: changed, paths: at('a.yml') });
  bot.git('pull', '-q', '--ff-only', 'origin', 'main');
  bot.write('keep.yml', 'x: 2\n');
  bot.commit('Elsewhere');
  bot.git('push', '-q', 'origin', 'main');
  await catchUp(git, newId(new Date()));
  site.write('keep.yml', 'x: by hand\n');
  await readDiff(git, { from: changed, to: null });
  const state = await readContentState(git);
  const place = { head: sha(state.head), runId: newId(new Date()), author, message: 'Aside' };
  await putAside(git, await editsAt(git, at('keep.yml')), place);
  await refreshCommitGraph(git, { fetched: true });
  await pushAhead(git, newId(new Date()));
  expect(sprung()).toEqual([]);

  // The traps are real: git asked without care springs them.
  site.write('keep.yml', 'x: 4\n');
  for (const words of [['status'], ['diff'], ['commit', '-q', '-a', '-m', 'x'], ['push', '-q']]) {
    spawnSync('git', words, { cwd: site.path, timeout: 10_000, stdio: 'ignore' });
  }
  expect(sprung().length).toBeGreaterThan(3);
});

it.each([
  '-h',
  '--output=pwned',
  '--upload-pack=touch pwned',
  '$(touch pwned)',
  ';touch pwned',
  '@',
  'a@{-1}',
  "'",
  '"<b>',
])('a branch that is called "%s" is a name and nothing more', async (name) => {
  const { site } = content;
  const head = site.git('rev-parse', 'HEAD');
  writeFileSync(path.join(site.path, '.git', 'refs', 'heads', name.replaceAll('/', '')), `${head}\n`);
  writeFileSync(path.join(site.path, '.git', 'HEAD'), `ref: refs/heads/${name}\n`);
  const git = await content.open();
  const before = readdirSync(site.path).sort();
  const answers = await Promise.allSettled([
    readLog(git, newestFirst),
    readFileHistory(git, { path: at('a.yml')[0] as never, limit: 5 }),
    readContentState(git),
    openRemote(git, name),
    attachBranch(git, newId(new Date())),
    catchUp(git, newId(new Date())),
    land(git, { kind: 'revert', sha: sha(head) }),
  ]);
  const said = JSON.stringify(answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason) : '')));
  expect(said).not.toContain(content.place.root);
  const files = readdirSync(content.place.root, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /(?:^|\/)pwned$/.test(file))).toEqual([]);
  expect(readdirSync(site.path).filter((file) => !before.includes(file))).toEqual([]);
});

it('a ref that is a link out of the repository tells nothing of where it leads', async () => {
  const secret = path.join(content.place.root, 'secret.txt');
  writeFileSync(secret, 'TOP-SECRET\n');
  symlinkSync(secret, path.join(content.site.path, '.git/refs/heads/evil'));
  symlinkSync(secret, path.join(content.site.path, '.git/refs/rescue'));
  const git = await content.open();
  const answers = await Promise.allSettled([readContentState(git), readLog(git, newestFirst)]);
  expect(JSON.stringify(answers)).not.toContain('TOP-SECRET');
});
