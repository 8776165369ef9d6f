import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import type { ContentActRequest } from '@/lib/backup/use-cases/content-act';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getContentStatus } from '@/lib/backup/use-cases/get-content-status';
import { mendContent } from '@/lib/backup/use-cases/mend-content';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { type ContentRepository, type Workshop, workshop } from '../integration/content/content-repository';
import { byTest, openModule, type TestModule } from '../support/backup-module';
import { createDatabase, type TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';

/** Faults 30 to 35: the content as an admin meets it when something is in the way. */

let database: TestDatabase;
let module: TestModule;
let shop: Workshop;
let site: ContentRepository;
let bot: ContentRepository;
let changed: string;
let isSyncing = false;
let asked = 0;
const jane = { id: 'jane', name: 'Jane Admin', email: 'jane@example.com' };

beforeAll(async () => {
  database = await createDatabase();
  const contentBusy = async () => {
    asked += 1;
    return isSyncing;
  };
  const host = { contentPath: () => site.path, contentBusy };
  module = await openModule(database.url, { host });
});
afterAll(async () => {
  shop?.remove();
  await module?.close();
  await database?.drop();
});
beforeEach(() => {
  shop?.remove();
  shop = workshop();
  site = shop.repository();
  const bare = path.join(shop.root, 'remote.git');
  site.git('init', '--quiet', '--bare', '--initial-branch=main', bare);
  site.git('remote', 'add', 'origin', bare);
  site.write('a.yml', 'name: a\nfeatured: false\n');
  site.write('b.yml', 'name: b\n');
  site.commit('First');
  site.write('a.yml', 'name: a\nfeatured: true\n');
  changed = site.commit('Feature a');
  site.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  bot = shop.repository('bot');
  bot.git('remote', 'add', 'origin', bare);
  bot.git('pull', '--quiet', 'origin', 'main');
});

const text = (file: string) => readFileSync(path.join(site.path, file), 'utf8');
const plan = async (act: ContentActRequest) => unwrap(await planContentAct(module.context, act, jane));
const revert = () => plan({ kind: 'revert', sha: changed });
const apply = (token: string | null, more = {}) =>
  applyContentAct(module.context, { token: token ?? '', actor: jane, ...more });
const pushFromElsewhere = (file: string, words: string) => {
  bot.git('pull', '--quiet', '--ff-only', 'origin', 'main');
  bot.write(file, words);
  bot.commit(`Bot: ${file}`);
  bot.git('push', '--quiet', 'origin', 'HEAD:main');
};

/** Invariant 6: on its branch, nothing half done, no mark, no lock. */
function expectWhole({ branch = 'refs/heads/main' }: { branch?: string | null } = {}): void {
  if (branch) expect(site.git('symbolic-ref', 'HEAD')).toBe(branch);
  const inGit = readdirSync(path.join(site.path, '.git'));
  expect(inGit.filter((name) => /^(?:MERGE|REVERT|CHERRY_PICK)_HEAD$|\.lock$|^backup-/.test(name))).toEqual([]);
  for (const file of site.git('ls-files').split('\n')) {
    if (existsSync(path.join(site.path, file))) expect(text(file)).not.toMatch(/^(?:<{7}|={7}|>{7})/m);
  }
}

test('fault 30, unsaved edits: shown, never overwritten, and the act goes on once they are elsewhere', async () => {
  const early = await revert();
  site.write('a.yml', 'name: a\nfeatured: by hand\n');
  expect((await revert()).unsavedInTheWay).toEqual(['a.yml']);
  expect(await apply(early.token)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  expect(text('a.yml')).toBe('name: a\nfeatured: by hand\n');
  expect(site.git('ls-remote', 'origin', 'main')).toContain(changed);
  site.write('a.yml', 'name: a\nfeatured: true\n');
  site.write('b.yml', 'name: by hand\n');
  expect(unwrap(await apply(early.token))).toMatchObject({ live: true });
  expect([text('a.yml'), text('b.yml')]).toEqual(['name: a\nfeatured: false\n', 'name: by hand\n']);
  expectWhole();
});

test('fault 31, a detached head: refused with the act that mends it; nothing is orphaned', async () => {
  const early = await revert();
  site.git('checkout', '--quiet', '--detach');
  expect((await revert()).refusals.map(({ code }) => code)).toContain('detached');
  expect(await apply(early.token)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  const status = unwrap(await getContentStatus(module.context));
  expect(status.conditions).toContainEqual(expect.objectContaining({ code: 'detached', mend: 'attach-branch' }));
  site.write('c.yml', 'off: the branch\n');
  const off = site.commit('Made off the branch');
  unwrap(await mendContent(module.context, { act: 'attach-branch', actor: jane }, byTest));
  expect(site.git('branch', '--contains', off)).toContain('main');
  expect(unwrap(await apply((await revert()).token))).toMatchObject({ live: true, pushed: 'pushed' });
  expectWhole();
});

test('fault 32, a conflict: both sides are in the plan, the tree never sees a mark', async () => {
  const early = await revert();
  site.write('a.yml', 'name: a\nfeatured: perhaps\n');
  const head = site.commit('Perhaps');
  expect(await revert()).toMatchObject({
    token: null,
    conflicts: [{ path: 'a.yml', now: 'name: a\nfeatured: perhaps\n', wanted: 'name: a\nfeatured: false\n' }],
  });
  expect(await apply(early.token)).toMatchObject({ ok: false, error: { code: 'STALE' } });
  expect([site.git('rev-parse', 'HEAD'), site.git('status', '--porcelain'), text('a.yml')]).toEqual([
    head,
    '',
    'name: a\nfeatured: perhaps\n',
  ]);
  expectWhole();
});

test('fault 33, index.lock: reading works, writing waits and then explains, the lock stays', {
  timeout: 60_000,
}, async () => {
  const lock = path.join(site.path, '.git', 'index.lock');
  const planned = await revert();
  writeFileSync(lock, '');
  expect(unwrap(await getContentHistory(module.context)).commits).toHaveLength(2);
  expect(unwrap(await getContentStatus(module.context)).conditions.map(({ code }) => code)).toContain('index-lock');
  expect(await apply(planned.token)).toMatchObject({ ok: false, error: { code: 'BUSY' } });
  expect(existsSync(lock)).toBe(true);
  rmSync(lock);
  expect(unwrap(await apply(planned.token))).toMatchObject({ live: true });
  expectWhole();
});

test('fault 34, a rejected push and a remote that is away: on top of it, or nothing, or kept here', async () => {
  pushFromElsewhere('b.yml', 'name: from elsewhere\n');
  const done = unwrap(await apply((await revert()).token));
  expect(done).toMatchObject({ pushed: 'pushed', live: true });
  expect([text('a.yml'), text('b.yml')]).toEqual(['name: a\nfeatured: false\n', 'name: from elsewhere\n']);

  execFileSync('mv', [path.join(shop.root, 'remote.git'), path.join(shop.root, 'away.git')]);
  const again = await plan({ kind: 'revert', sha: done.sha });
  const head = site.git('rev-parse', 'HEAD');
  expect(await apply(again.token)).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
  expect([site.git('rev-parse', 'HEAD'), text('a.yml')]).toEqual([head, 'name: a\nfeatured: false\n']);
  const kept = unwrap(await apply(again.token, { keepLocally: true }));
  expect(kept).toMatchObject({ pushed: 'kept-locally', live: true, warnings: [expect.stringContaining('remote')] });
  expect(site.git('rev-parse', kept.rescueRef ?? '')).toBe(kept.sha);

  execFileSync('mv', [path.join(shop.root, 'away.git'), path.join(shop.root, 'remote.git')]);
  expect(unwrap(await mendContent(module.context, { act: 'push', actor: jane }, byTest))).toMatchObject({ ahead: 0 });
  expect(site.git('ls-remote', 'origin', 'main')).toContain(kept.sha);
  expectWhole();
});

test('fault 35, the site syncs meanwhile: its work is waited for, and a pull in the middle breaks nothing', async () => {
  const planned = await revert();
  isSyncing = true;
  asked = 0;
  const waiting = apply(planned.token);
  await waitFor(() => asked > 0);
  expect(site.git('rev-parse', 'HEAD')).toBe(changed);
  isSyncing = false;
  let newest = unwrap(await waiting).sha;
  for (let round = 0; round < 6; round += 1) {
    pushFromElsewhere('b.yml', `name: round ${round}\n`);
    const { token } = await plan({ kind: 'revert', sha: newest });
    // As the template's own sync does, in the same moment; either may find the other in the way.
    const pull = new Promise<void>((resolve) => {
      setImmediate(() => {
        try {
          site.git('pull', '--quiet', '--ff-only', 'origin', 'main');
        } catch {
          // It is told that the index is locked, or that the branch moved: it comes again at its next turn.
        }
        resolve();
      });
    });
    const [answer] = await Promise.all([apply(token), pull]);
    if (answer.ok) newest = answer.value.sha;
    else expect(['BUSY', 'STALE', 'CONFLICT']).toContain(answer.error.code);
  }
  await mendContent(module.context, { act: 'fetch', actor: jane }, byTest);
  expect(site.git('status', '--porcelain')).toBe('');
  expect(text('b.yml')).toBe('name: round 5\n');
  expectWhole();
});
