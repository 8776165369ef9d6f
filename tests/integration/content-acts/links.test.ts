import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { catchUp } from '@/lib/backup/content/mend-branch';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { newId } from '@/lib/backup/kernel/ids';
import { at, type ContentSite, contentSite, land, sha } from './content-site';

let content: ContentSite;
let outside: string;
beforeEach(() => {
  content = contentSite({ 'keep.yml': 'x: 1\n', 'data/a.yml': 'inside\n', 'data/b.yml': 'inside\n' });
  outside = path.join(content.place.root, 'outside');
  mkdirSync(outside);
  for (const name of ['a.yml', 'b.yml']) writeFileSync(path.join(outside, name), 'outside\n');
});
afterEach(() => content.place.remove());

const expectOutsideUntouched = () => {
  for (const name of ['a.yml', 'b.yml']) expect(readFileSync(path.join(outside, name), 'utf8')).toBe('outside\n');
};

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof AppFailure ? thrown.error.code : thrown),
  );

it('a link in place of a folder: what is deleted below it is not deleted out there', async () => {
  const added = sha(content.site.git('rev-parse', 'HEAD'));
  content.site.write('data/a.yml', 'newer\n');
  const newer = sha(content.site.commit('Newer'));
  content.site.git('rm', '-q', 'data/b.yml', 'data/a.yml');
  const empty = sha(content.site.commit('Gone'));
  content.site.git('push', '-q');
  const git = await content.open();
  await land(git, { kind: 'revert', sha: empty });
  rmSync(path.join(content.site.path, 'data'), { recursive: true });
  symlinkSync(outside, path.join(content.site.path, 'data'));
  for (const act of [
    { kind: 'restore-all', sha: empty },
    { kind: 'restore-all', sha: added },
    { kind: 'restore', sha: empty, paths: at('data/a.yml') },
    { kind: 'revert', sha: newer },
  ] as const) {
    const outcome = await outcomeOf(land(git, act));
    expectOutsideUntouched();
    expect([act.kind, outcome]).toEqual([act.kind, 'CONFLICT']);
    expect(lstatSync(path.join(content.site.path, 'data')).isSymbolicLink()).toBe(true);
  }
});

it('a link that takes the place of a folder at the last moment is not followed', async () => {
  content.site.write('data/a.yml', 'newer\n');
  content.site.git('rm', '-q', 'data/b.yml');
  const newer = sha(content.site.commit('Newer'));
  content.site.git('push', '-q');
  const git = await content.open();
  const landed = await land(
    git,
    { kind: 'revert', sha: newer },
    {
      // After the last look at the files, before they move.
      assertMayWrite: async () => {
        rmSync(path.join(content.site.path, 'data'), { recursive: true });
        symlinkSync(outside, path.join(content.site.path, 'data'));
      },
    },
  );
  expect(landed.left.sort()).toEqual(['data/a.yml', 'data/b.yml']);
  expectOutsideUntouched();
});

it('links of the remote come, change and go as git itself would move them; nobody follows them', async () => {
  const { site } = content;
  const bot = content.elsewhere();
  const data = path.join(bot.path, 'data');
  const steps: (() => void)[] = [
    () => symlinkSync(outside, data),
    () => {
      rmSync(data);
      symlinkSync(path.join(outside, 'a.yml'), data);
    },
    () => {
      rmSync(data);
      bot.write('data/a.yml', 'inside again\n');
    },
    () => {
      rmSync(data, { recursive: true });
      bot.write('data', 'a file\n');
    },
    () => {
      rmSync(data);
      symlinkSync(outside, data);
      symlinkSync('../../../../etc/passwd', path.join(bot.path, 'passwd'));
    },
    () => {
      rmSync(data);
      bot.write('data/b.yml', 'a folder\n');
    },
  ];
  rmSync(data, { recursive: true });
  const git = await content.open();
  for (const step of steps) {
    step();
    bot.commit('Step');
    bot.git('push', '-q', 'origin', 'main');
    await catchUp(git, newId(new Date()));
    expect([site.git('status', '--porcelain'), site.git('rev-parse', 'HEAD')]).toEqual([
      '',
      bot.git('rev-parse', 'HEAD'),
    ]);
    expectOutsideUntouched();
  }
  // An edit of a link is an edit.
  rmSync(path.join(site.path, 'passwd'));
  symlinkSync('elsewhere', path.join(site.path, 'passwd'));
  rmSync(path.join(bot.path, 'passwd'));
  bot.commit('No link');
  bot.git('push', '-q', 'origin', 'main');
  expect(await outcomeOf(catchUp(git, newId(new Date())))).toBe('CONFLICT');
  expect(lstatSync(path.join(site.path, 'passwd')).isSymbolicLink()).toBe(true);
});

/** Every file around the repository and in it, but what git keeps of commits. */
const everything = () =>
  readdirSync(content.place.root, { recursive: true, encoding: 'utf8' })
    .filter((file) => !/^remote\.git\/|^site\/\.git\/(?:objects|logs|refs)\/|FETCH_HEAD$/.test(file))
    .sort();

it.each(['..', '.', '.git', '.GIT', 'git~1', '.git ', '.git::$INDEX_ALLOCATION', '.g\u200cit'])(
  'a tree that was forged to write to "%s" moves nothing',
  async (name) => {
    const { site } = content;
    const blob = hash('blob', Buffer.from('forged\n'));
    const hooks = hash('tree', entry('100755', 'pre-push', blob));
    const inner = hash('tree', entry('40000', 'hooks', hooks), entry('100644', 'pwned', blob));
    const tree = hash('tree', entry('40000', name, inner));
    const head = site.git('rev-parse', 'HEAD');
    const forged = sha(site.git('commit-tree', tree, '-p', head, '-m', 'Forged'));
    const git = await content.open();
    const before = everything();
    for (const work of [
      () => land(git, { kind: 'restore-all', sha: forged }),
      () => land(git, { kind: 'restore', sha: forged, paths: at('pwned', `${name}/pwned`, name, 'hooks') }),
      async () => {
        site.git('push', '-q', 'origin', `${forged}:refs/heads/main`);
        await catchUp(git, newId(new Date()));
      },
      () => land(git, { kind: 'revert', sha: forged }),
    ]) {
      expect(await outcomeOf(work())).toBe('CORRUPT');
      expect(everything()).toEqual(before);
      expect([site.git('rev-parse', 'HEAD'), site.git('status', '--porcelain')]).toEqual([head, '']);
    }
  },
);

const entry = (mode: string, name: string, id: string) =>
  Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);

/** Writes an object that git itself would refuse to make. */
function hash(type: 'blob' | 'tree', ...parts: Buffer[]): string {
  const words = ['hash-object', '-w', '-t', type, '--literally', '--stdin'];
  return execFileSync('git', words, { cwd: content.site.path, input: Buffer.concat(parts), encoding: 'utf8' }).trim();
}
