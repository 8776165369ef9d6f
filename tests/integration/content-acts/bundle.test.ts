import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AppFailure } from '@/lib/backup/kernel/app-error';
import type { Clock } from '@/lib/backup/kernel/clock';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { bringContentPoint, cloneContentPoint } from '@/lib/backup/use-cases/recover-content';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentSite, contentSite, snapshot } from './content-site';

const DAY = 86_400_000;
let database: TestDatabase;
let module: TestModule;
let content: ContentSite;
let later = 0;
const clock: Clock = { now: () => new Date(Date.now() + later) };

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  later = 0;
  content = contentSite({ 'a.yml': 'name: A\n', 'data/é "x"\n.yml': 'odd: 1\r\n' });
  module = await openModule(database.url, {
    clock,
    environment: { BACKUP_DELETE_GRACE_HOURS: '0' },
    host: { contentPath: () => content.site.path },
  });
});
afterEach(async () => {
  content.place.remove();
  await module.close();
});

const backUp = async () => {
  const { id } = await ended(startBackup(module.context, { scope: 'schema', format: 'sql' }, byTest));
  const { manifest } = await module.context.catalog.get(id);
  return { id, bundle: manifest.bundle, head: manifest.content?.head ?? '' };
};
const change = (text: string) => {
  content.site.write('a.yml', text);
  return content.site.commit(text);
};
const bundles = () =>
  readdirSync(module.directory, { recursive: true }).filter((name) => String(name).endsWith('content.bundle'));

it('a full bundle, then what is new, then none; full again after a week', async () => {
  const first = await backUp();
  expect(first.bundle).toMatchObject({ full: true, needs: [], basis: [] });
  expect((await backUp()).bundle).toEqual(first.bundle);
  const head = change('name: B\n');
  const second = await backUp();
  expect(second.bundle).toMatchObject({ full: false, basis: [first.head], tips: [{ ref: 'HEAD', sha: head }] });
  expect(second.bundle?.needs).toHaveLength(1);
  later = 8 * DAY;
  expect((await backUp()).bundle).toMatchObject({ full: true, needs: [] });
  expect(bundles()).toHaveLength(3);
});

it('makes a lost repository anew out of a chain, byte for byte, with remote, branch and what was put aside', async () => {
  await backUp();
  change('name: B\n');
  content.site.git('update-ref', 'refs/rescue/01ARZ3NDEKTSV4RRFFQ69G5FAV', change('name: aside\n'));
  content.site.git('reset', '--quiet', '--hard', 'HEAD~1');
  const { id, head } = await backUp();
  const before = snapshot(content.site.path);
  rmSync(content.site.path, { recursive: true });
  mkdirSync(content.site.path);
  writeFileSync(path.join(content.site.path, 'stray.txt'), 'kept');
  const made = unwrap(await cloneContentPoint(module.context, id, byTest));
  expect(snapshot(content.site.path)).toEqual(before);
  expect(content.site.git('status', '--porcelain')).toBe('');
  expect([content.site.git('rev-parse', 'main'), made.sha]).toEqual([head, head]);
  expect(content.site.git('config', 'remote.origin.url')).toBe(content.remote);
  expect(content.site.git('show', 'refs/rescue/01ARZ3NDEKTSV4RRFFQ69G5FAV:a.yml')).toBe('name: aside');
  expect(existsSync(path.join(made.keptAs ?? '', 'stray.txt'))).toBe(true);
  expect(await cloneContentPoint(module.context, id, byTest)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  expect(content.site.git('fsck', '--no-dangling', '--no-progress')).toBe('');
});

it('restores all content to a recovery point as a new commit, also where the commit is only in the bundle', async () => {
  const old = change('name: Old\n');
  const { id } = await backUp();
  // The history was rewritten, and the old commit is nowhere any more.
  content.site.git('reset', '--quiet', '--hard', 'HEAD~1');
  const next = content.place.repository('next');
  next.git('pull', '--quiet', content.site.path, 'main');
  renameSync(content.site.path, `${content.site.path}-old`);
  renameSync(next.path, content.site.path);
  content.site.write('added.yml', 'x: 1\n');
  content.site.commit('Added');
  expect(() => content.site.git('cat-file', '-e', old)).toThrow();
  expect(unwrap(await bringContentPoint(module.context, id))).toEqual({ sha: old });
  const plan = unwrap(await planContentAct(module.context, { kind: 'restore-all', sha: old }));
  const actor = { id: null, name: 'Terminal' };
  unwrap(await applyContentAct(module.context, { token: plan.token ?? '', actor }));
  expect(content.site.git('ls-files', '-z')).toBe(content.site.git('ls-tree', '-r', '-z', '--name-only', old));
  expect(content.site.git('show', 'HEAD:a.yml')).toBe('name: Old');
  expect(content.site.git('for-each-ref', 'refs/backup/brought')).toBe('');
});

it('a bundle that others build on outlives its backup; a changed one is refused', async () => {
  const first = await backUp();
  change('name: B\n');
  const second = await backUp();
  unwrap(await deleteBackup(module.context, { id: first.id, actorName: 'Test' }));
  await module.context.catalog.purgeRemoved({ olderThan: new Date(Date.now() + DAY) });
  expect(bundles()).toHaveLength(2);
  rmSync(content.site.path, { recursive: true });
  unwrap(await cloneContentPoint(module.context, second.id, byTest));
  expect(content.site.git('rev-parse', 'HEAD')).toBe(second.head);
  rmSync(content.site.path, { recursive: true });
  const file = path.join(module.directory, first.bundle?.key ?? '');
  rmSync(file);
  writeFileSync(file, 'another bundle');
  const verified = await ended(verifyBackup(module.context, { backupId: second.id, level: 'bytes' }, byTest)).catch(
    ({ error }: AppFailure) => error,
  );
  expect(verified).toMatchObject({
    code: 'CORRUPT',
    message: expect.stringContaining('database of this backup is good'),
  });
  const { verifications } = await module.context.catalog.get(second.id);
  expect(verifications[0]).toMatchObject({ level: 'bytes', passed: true });
  const refused = await cloneContentPoint(module.context, second.id, byTest);
  expect(refused).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  expect(existsSync(content.site.path)).toBe(false);
});
