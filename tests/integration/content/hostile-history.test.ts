import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { fetchContent } from '@/lib/backup/use-cases/fetch-content';
import { getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import { getContentFile } from '@/lib/backup/use-cases/get-content-file';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getContentStatus } from '@/lib/backup/use-cases/get-content-status';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { type ContentModule, openContentModule } from './content-module';

let content: ContentModule;
let sha: string;

beforeEach(async () => {
  content = await openContentModule();
  const { site } = content;
  site.write('.gitattributes', '* diff=evil filter=evil merge=evil\n*.yml text eol=crlf ident\n');
  site.write('data/one.yml', 'name: One\n');
  site.write('gone.yml', 'name: Gone\n');
  site.commit('First');
  site.git('rm', '-q', 'gone.yml');
  site.write('data/one.yml', 'name: Two\n');
  sha = site.commit('Second');
});
afterEach(() => content.close());

/** A program that leaves a file behind when it is run. */
function trap(name: string): string {
  const program = path.join(content.shop.root, `trap-${name.replaceAll('/', '-')}.sh`);
  writeFileSync(program, `#!/bin/sh\ntouch "${content.shop.root}/ran-${path.basename(program)}"\ncat\n`, {
    mode: 0o755,
  });
  return program;
}

const sprung = () => readdirSync(content.shop.root).filter((name) => name.startsWith('ran-'));

const PROGRAMS = [
  ...['core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.editor', 'core.askPass', 'core.alternateRefsCommand'],
  ...[
    'core.gitProxy',
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'filter.evil.clean',
    'filter.evil.smudge',
  ],
  ...[
    'filter.evil.process',
    'merge.evil.driver',
    'gpg.program',
    'gpg.ssh.program',
    'credential.helper',
    'sequence.editor',
  ],
  ...['uploadpack.packObjectsHook', 'remote.origin.uploadpack', 'remote.origin.receivepack', 'pager.log', 'pager.diff'],
  ...['credential.https://example.com.helper', 'interactive.diffFilter', 'trailer.evil.command', 'ssh.variant'],
];

const HOOKS = [
  ...['post-checkout', 'post-merge', 'pre-push', 'reference-transaction', 'post-index-change', 'fsmonitor-watchman'],
  ...['pre-auto-gc', 'post-rewrite', 'pre-commit', 'update', 'pre-receive', 'post-update'],
];

test('no program that configuration, attributes or hooks name is run by any question', async () => {
  const { site, shop, context } = content;
  const bare = path.join(shop.root, 'remote.git');
  site.git('init', '-q', '--bare', '--initial-branch=main', bare);
  site.git('remote', 'add', 'origin', bare);
  site.git('push', '-q', '-u', 'origin', 'main');
  for (const key of PROGRAMS) site.git('config', key, trap(key));
  site.git('config', 'log.showSignature', 'true');
  site.git('config', 'alias.log', `!${trap('alias')}`);
  for (const hook of HOOKS) execFileSync('cp', [trap(`hook-${hook}`), path.join(site.path, '.git/hooks', hook)]);
  site.write('data/one.yml', 'name: Three\n');

  const questions = [
    getContentHistory(context),
    getContentHistory(context, { filters: { path: 'one' } }),
    getFileHistory(context, { path: 'data/one.yml' }),
    getContentDiff(context, { sha }),
    getContentDiff(context, { from: sha }),
    getContentFile(context, { sha, path: 'data/one.yml' }),
    getDeletedFiles(context),
    getContentStatus(context),
    fetchContent(context),
  ];
  for (const answer of await Promise.all<{ ok: boolean }>(questions)) expect(answer).toMatchObject({ ok: true });
  expect(sprung()).toEqual([]);

  // The traps are real: questions asked without care spring them.
  for (const words of [['diff'], ['status'], ['log', '-p', '--ext-diff', '-1']]) {
    spawnSync('git', words, { cwd: site.path, timeout: 10_000, stdio: 'ignore' });
  }
  expect(sprung().length).toBeGreaterThan(3);
});

test('what the configuration says about showing changes nothing', async () => {
  const { site, context } = content;
  const before = unwrap(await getContentDiff(context, { sha }));
  const settings: Record<string, string> = {
    ...{ 'diff.noprefix': 'true', 'diff.mnemonicPrefix': 'true', 'diff.renames': 'false', 'diff.context': '0' },
    ...{
      'diff.interHunkContext': '9',
      'diff.suppressBlankEmpty': 'true',
      'diff.submodule': 'log',
      'diff.wordRegex': '.',
    },
    ...{
      'diff.ignoreSubmodules': 'all',
      'diff.orderFile': '/etc/passwd',
      'diff.colorMoved': 'zebra',
      'color.ui': 'always',
    },
    ...{
      'log.follow': 'true',
      'log.date': 'relative',
      'log.showRoot': 'false',
      'log.decorate': 'full',
      'log.abbrevCommit': 'true',
    },
    ...{ 'format.pretty': 'oneline', 'i18n.logOutputEncoding': 'UTF-16', 'core.attributesFile': '/etc/passwd' },
    ...{ 'core.quotePath': 'true', 'core.abbrev': '4', 'log.diffMerges': 'combined', 'diff.algorithm': 'patience' },
  };
  for (const [key, value] of Object.entries(settings)) site.git('config', key, value);
  expect(unwrap(await getContentDiff(context, { sha }))).toEqual(before);
  const { commits } = unwrap(await getContentHistory(context));
  expect(commits.map(({ subject, counts }) => [subject, counts])).toEqual([
    ['Second', { added: 0, changed: 1, deleted: 1, renamed: 0 }],
    ['First', { added: 3, changed: 0, deleted: 0, renamed: 0 }],
  ]);
});

test('a program that the configuration names only later is not run either', async () => {
  const { site, context } = content;
  const touched = () => site.write('data/one.yml', 'name: Two\n');
  expect(unwrap(await getContentStatus(context)).unsaved).toEqual([]);
  site.git('config', 'filter.evil.clean', trap('late'));
  touched();
  await getContentDiff(context, { from: sha });
  writeFileSync(path.join(content.shop.root, 'more'), `[filter "other"]\n\tclean = ${trap('included')}\n`);
  site.git('config', 'include.path', path.join(content.shop.root, 'more'));
  await getContentDiff(context, { from: sha });
  site.write('.gitattributes', '* filter=later\n');
  writeFileSync(path.join(content.shop.root, 'more'), `[filter "later"]\n\tclean = ${trap('changed')}\n`);
  touched();
  await getContentDiff(context, { from: sha });
  expect(sprung()).toEqual([]);
});
