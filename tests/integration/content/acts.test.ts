import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import type { ContentActRequest } from '@/lib/backup/use-cases/content-act';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import type { ContentActResultView, ContentPlanView } from '@/lib/backup/views';
import { openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let database: TestDatabase;
let module: TestModule;
let shop: Workshop;
let site: ContentRepository;
let remote: string;
let forgotten = 0;
const jane = { id: 'jane', name: 'Jane Admin', email: 'jane@example.com' };

beforeAll(async () => {
  database = await createDatabase();
  module = await openModule(database.url, {
    host: {
      contentPath: () => site.path,
      afterContentRestore: async () => {
        forgotten += 1;
      },
    },
  });
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
  remote = path.join(shop.root, 'remote.git');
  site.git('init', '--quiet', '--bare', remote);
  site.git('remote', 'add', 'origin', remote);
  for (const name of ['a', 'b', 'c']) site.write(`data/${name}.yml`, `name: ${name}\nfeatured: false\n`);
  site.commit('First');
  site.git('push', '--quiet', '--set-upstream', 'origin', 'main');
});

const text = (file: string) => readFileSync(path.join(site.path, file), 'utf8');
const plan = async (act: ContentActRequest): Promise<ContentPlanView> =>
  unwrap(await planContentAct(module.context, act, jane));
const apply = (token: string | null, more = {}) =>
  applyContentAct(module.context, { token: token ?? '', actor: jane, ...more });
const done = async (act: ContentActRequest): Promise<ContentActResultView> =>
  unwrap(await apply((await plan(act)).token));
const clean = () => site.git('status', '--porcelain');
const remoteHead = () => execFileSync('git', ['-C', remote, 'rev-parse', 'main'], { encoding: 'utf8' }).trim();

test('a deleted file comes back as a commit of the admin, pushed, live, and other edits stay', async () => {
  site.git('rm', '--quiet', 'data/b.yml');
  const deleted = site.commit('Oops');
  site.git('push', '--quiet');
  site.write('data/c.yml', 'name: unsaved\n');
  const shown = await plan({ kind: 'restore', sha: site.git('rev-parse', `${deleted}^`), paths: ['data/b.yml'] });
  expect(shown).toMatchObject({ conflicts: [], refusals: [], unsavedInTheWay: [], confirmCount: null });
  expect(shown.diff.files).toMatchObject([{ kind: 'added', path: 'data/b.yml' }]);
  expect(existsSync(path.join(site.path, 'data/b.yml'))).toBe(false);

  const before = forgotten;
  const result = unwrap(await apply(shown.token));
  expect(result).toMatchObject({ kind: 'restore', files: 1, pushed: 'pushed', live: true, warnings: [] });
  expect(text('data/b.yml')).toBe('name: b\nfeatured: false\n');
  expect(text('data/c.yml')).toBe('name: unsaved\n');
  expect(clean()).toBe('M data/c.yml');
  expect(remoteHead()).toBe(result.sha);
  expect(site.git('log', '-1', '--format=%an|%ae|%cn|%(trailers:key=Backup-Run,valueonly)')).toBe(
    `Jane Admin|jane@example.com|Ever Works Backup|${result.runId}`,
  );
  expect(forgotten).toBe(before + 1);
  const rows = await database.query(`select kind, status, note from backup.runs where id = '${result.runId}'`);
  expect(rows).toEqual([{ kind: 'content', status: 'done', note: 'Restore data/b.yml' }]);

  const undo = await done({ kind: 'revert', sha: result.sha });
  expect(existsSync(path.join(site.path, 'data/b.yml'))).toBe(false);
  expect(undo.files).toBe(1);
});

test('a revert goes over a later rename; what was changed since in the same place is a conflict, and nothing is touched', async () => {
  site.write('data/a.yml', 'name: a\nfeatured: true\n');
  const featured = site.commit('Feature a');
  site.git('mv', 'data/a.yml', 'data/renamed.yml');
  site.commit('Rename');
  site.git('push', '--quiet');
  await done({ kind: 'revert', sha: featured });
  expect(text('data/renamed.yml')).toBe('name: a\nfeatured: false\n');

  site.write('data/b.yml', 'name: b\nfeatured: true\n');
  const second = site.commit('Feature b');
  site.write('data/b.yml', 'name: b\nfeatured: perhaps\n');
  site.commit('Perhaps');
  const head = site.git('rev-parse', 'HEAD');
  const shown = await plan({ kind: 'revert', sha: second });
  expect(shown).toMatchObject({
    token: null,
    conflicts: [{ path: 'data/b.yml', reason: 'both-changed', now: 'name: b\nfeatured: perhaps\n' }],
  });
  expect([site.git('rev-parse', 'HEAD'), clean(), text('data/b.yml')]).toEqual([
    head,
    '',
    'name: b\nfeatured: perhaps\n',
  ]);
});

test('unsaved edits in the files of the act refuse it; a no-op is refused', async () => {
  site.write('data/a.yml', 'name: new\n');
  const changed = site.commit('Change a');
  site.write('data/a.yml', 'name: unsaved\n');
  expect(await plan({ kind: 'revert', sha: changed })).toMatchObject({ token: null, unsavedInTheWay: ['data/a.yml'] });
  site.git('checkout', '--', 'data/a.yml');
  const same = await plan({ kind: 'restore', sha: changed, paths: ['data/a.yml'] });
  expect(same).toMatchObject({ token: null, refusals: [{ code: 'nothing-to-do' }] });
  site.write('data/a.yml', 'name: unsaved\n');
  const refused = { token: null, unsavedInTheWay: ['data/a.yml'], refusals: [{ code: 'unsaved' }] };
  expect(await plan({ kind: 'restore', sha: changed, paths: ['data'] })).toMatchObject(refused);
  expect(await plan({ kind: 'restore-all', sha: changed })).toMatchObject(refused);
});

test('a plan survives changes of other files, and is STALE once its own have moved', async () => {
  site.write('data/a.yml', 'name: new\n');
  const changed = site.commit('Change a');
  const first = await plan({ kind: 'revert', sha: changed });
  site.write('data/c.yml', 'name: other\n');
  site.commit('Another file');
  const head = site.git('rev-parse', 'HEAD');
  expect(unwrap(await apply(first.token))).toMatchObject({ live: true });
  expect(site.git('rev-parse', 'HEAD^')).toBe(head);

  const second = await plan({ kind: 'restore', sha: changed, paths: ['data/a.yml'] });
  site.write('data/a.yml', 'name: newer\n');
  site.commit('Own file');
  expect(await apply(second.token)).toMatchObject({ ok: false, error: { code: 'STALE' } });
  expect(text('data/a.yml')).toBe('name: newer\n');
});

test('a rejected push is planned again on what the remote has; a remote that is away refuses or is kept aside', async () => {
  site.write('data/a.yml', 'name: new\n');
  const changed = site.commit('Change a');
  site.git('push', '--quiet');
  const other = path.join(shop.root, 'other');
  execFileSync('git', ['clone', '--quiet', '--branch', 'main', remote, other]);
  execFileSync('git', [
    '-C',
    other,
    '-c',
    'user.name=O',
    '-c',
    'user.email=o@o',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'Meanwhile',
  ]);
  execFileSync('git', ['-C', other, 'push', '--quiet']);
  const result = await done({ kind: 'revert', sha: changed });
  expect(result).toMatchObject({ pushed: 'pushed', live: true });
  expect(site.git('log', '-2', '--format=%s')).toBe('Revert "Change a"\nMeanwhile');

  site.git('remote', 'set-url', 'origin', path.join(shop.root, 'gone.git'));
  const again = await plan({ kind: 'revert', sha: result.sha });
  expect(await apply(again.token)).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
  expect(text('data/a.yml')).toContain('featured: false');
  const kept = unwrap(await apply(again.token, { keepLocally: true }));
  expect(kept).toMatchObject({ pushed: 'kept-locally', live: true });
  expect(site.git('rev-parse', kept.rescueRef ?? '')).toBe(kept.sha);
});

test('the files of a mass deletion come back in one act, and what was added since stays', async () => {
  for (let index = 0; index < 400; index += 1) site.write(`items/${index}.yml`, `name: Item ${index}\n`);
  site.commit('Many');
  site.git('rm', '--quiet', '-r', 'items');
  site.write('data/d.yml', 'name: d\n');
  const bad = site.commit('Update collections');
  site.write('data/e.yml', 'name: e\n');
  site.commit('One more');
  site.git('push', '--quiet');
  const shown = await plan({ kind: 'recover', sha: bad });
  expect(shown.confirmCount).toBe(400);
  expect(await apply(shown.token)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  expect(unwrap(await apply(shown.token, { confirmCount: 400 }))).toMatchObject({ files: 400, live: true });
  expect(text('items/399.yml')).toBe('name: Item 399\n');
  expect([text('data/d.yml'), text('data/e.yml'), clean()]).toEqual(['name: d\n', 'name: e\n', '']);
});

test('two admins at once: one changes, the other is told or comes after; another admin’s plan is refused', async () => {
  site.write('data/a.yml', 'name: new\n');
  const first = site.commit('Change a');
  site.write('data/b.yml', 'name: new\n');
  const second = site.commit('Change b');
  const plans = [await plan({ kind: 'revert', sha: first }), await plan({ kind: 'revert', sha: second })];
  const outcomes = await Promise.all(plans.map(({ token }) => apply(token)));
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.code).toBe('BUSY');
  expect(outcomes.some(({ ok }) => ok)).toBe(true);
  const mine = await plan({ kind: 'restore', sha: second, paths: ['data'] });
  const stolen = await applyContentAct(module.context, { token: mine.token ?? '', actor: { ...jane, id: 'eve' } });
  expect(stolen).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
});
