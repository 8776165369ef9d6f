import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { defaultPolicy } from '@/lib/backup/policy/backup-policy';
import { recordMissed } from '@/lib/backup/runs/schedule-watch';
import { getReadiness } from '@/lib/backup/use-cases/get-readiness';
import { reachDatabase } from '@/lib/backup/use-cases/reach-database';
import { setPolicy } from '@/lib/backup/use-cases/set-policy';
import { byTest } from '../../support/backup-module';
import { DAY_MS, findingOf, HOUR_MS, openCodes, openReadySite, type ReadySite } from './ready-site';

let site: ReadySite;
let artifact: string;
let bundle: string;
let size: number;
const now = () => openCodes(site.module);

beforeAll(async () => {
  site = await openReadySite();
  const { entries } = await site.module.context.catalog.list();
  const manifest = entries[0]?.manifest;
  artifact = manifest?.artifact.key ?? '';
  size = manifest?.artifact.size ?? 0;
  bundle = manifest?.bundle?.key ?? '';
}, 120_000);
afterAll(() => site?.close());
// Each break is mended where it was made: the next load is green again, so nothing was remembered.
afterEach(async () => expect(await now()).toEqual({}));

test('a site of which every point holds is ready, and says by what', async () => {
  const view = await getReadiness(site.module.context);
  expect(view).toMatchObject({ ready: true, score: 7, of: 7, next: null });
  const good = view.checks.flatMap((check) => check.good.map(({ code }) => code));
  expect(good).toEqual([
    ...['backup-at', 'schedule-heard', 'copy-at', 'copy-at', 'pushed', 'restored-drill'],
    ...['health-answers', 'health-asked', 'variables-set', 'signed-off', 'providers-set', 'signed-off'],
  ]);
  expect(JSON.stringify(view)).not.toContain('never shown');
});

test('the newest backup too old by the policy', async () => {
  site.shift(30 * HOUR_MS);
  const view = await getReadiness(site.module.context);
  expect(view.ready).toBe(false);
  expect(findingOf(view, 'backup-old')?.facts).toMatchObject({ hours: 26 });
  expect(view.next).toMatchObject({ item: 'backup', finding: { code: 'backup-old' } });
  expect(await now()).toMatchObject({ backup: ['backup-old', 'schedule-silent'], copies: ['copy-old', 'copy-old'] });
  site.shift(0);
});

test('its file gone from the storage, and a backup that was missed since', async () => {
  const file = path.join(site.module.directory, artifact);
  await rename(file, `${file}.away`);
  expect((await now()).backup).toEqual(['backup-gone']);
  await rename(`${file}.away`, file);
  const db = await reachDatabase(site.module.context);
  await recordMissed(db, [{ key: 'slot:test', at: new Date(Date.now() + 1_000) }]);
  expect(await now()).toEqual({ backup: ['backup-failing'] });
  await site.database.query("delete from backup.runs where status = 'missed'");
});

test('a file of it in another size, and its bundle gone, here and at a copy', async () => {
  for (const [root, item, code] of [
    [site.module.directory, 'backup', 'backup-gone'],
    [path.join(site.root, 'near'), 'copies', 'copy-gone'],
  ] as const) {
    const [dump, content] = [path.join(root, artifact), path.join(root, bundle)];
    await appendFile(dump, 'x');
    expect((await now())[item]).toEqual([code]);
    await truncate(dump, size);
    await rename(content, `${content}.away`);
    expect((await now())[item]).toEqual([code]);
    await rename(`${content}.away`, content);
  }
});

test('the schedule switched off', async () => {
  const policy = defaultPolicy({ rpoHours: 26, drillDays: 7 });
  const off = { ...policy, schedule: { ...policy.schedule, enabled: false } };
  const { version } = unwrap(await setPolicy(site.module.context, { policy: off, version: 0 }, byTest));
  expect(await now()).toEqual({ backup: ['schedule-off'] });
  unwrap(await setPolicy(site.module.context, { policy, version }, byTest));
});

test('a copy that is gone, a destination that is dead, and none at all', async () => {
  const near = path.join(site.root, 'near');
  await rename(path.join(near, artifact), path.join(near, 'away'));
  expect((await now()).copies).toEqual(['copy-gone']);
  await rename(path.join(near, 'away'), path.join(near, artifact));
  await rename(near, `${near}-away`);
  await writeFile(near, 'in the way');
  const view = await getReadiness(site.module.context);
  expect(findingOf(view, 'copy-down')?.facts).toMatchObject({ name: 'near' });
  await rm(near);
  await rename(`${near}-away`, near);
  const alone = await site.restarted({ BACKUP_COPIES: '' }, openCodes);
  expect(alone).toEqual({ copies: ['no-copies'] });
});

test('folders alone, and a main store that is a bucket with nothing in it', async () => {
  const folders = await site.restarted({ BACKUP_COPIES: `near=${site.root}/near` }, openCodes);
  expect(folders).toEqual({ copies: ['copies-near'] });
  const bucket = await site.restarted({ BACKUP_STORAGE: site.emptyBucket, BACKUP_COPIES: '' }, openCodes);
  expect(bucket.copies).toEqual(['no-backup']);
});

test('content ahead of its remote, edits in no commit, and no remote', async () => {
  site.content.write('data/two/two.yml', 'name: Two\n');
  expect(await now()).toEqual({ content: ['unsaved'] });
  const sha = site.content.commit('Second');
  const view = await getReadiness(site.module.context);
  expect(findingOf(view, 'not-pushed')?.facts).toEqual({ commit: sha.slice(0, 7) });
  site.content.git('push', '--quiet');
  expect(await now()).toEqual({});
  const url = site.content.git('remote', 'get-url', 'origin');
  // Nothing is fetched in between: what is known here still says that it was pushed.
  await rename(url, `${url}-away`);
  expect(await now()).toEqual({ content: ['content-remote-down'] });
  await rename(`${url}-away`, url);
  site.content.git('--git-dir', url, 'update-ref', 'refs/heads/main', `${sha}~1`);
  expect(await now()).toEqual({ content: ['not-pushed'] });
  site.content.git('--git-dir', url, 'update-ref', 'refs/heads/main', sha);
  expect(await now()).toEqual({});
  site.content.git('remote', 'remove', 'origin');
  expect(await now()).toEqual({ content: ['no-remote'] });
  site.content.git('remote', 'add', 'origin', url);
  site.content.git('fetch', '--quiet', 'origin');
  site.content.git('branch', '--quiet', '--set-upstream-to=origin/main');
});

test('a restore that was proven longer than a quarter ago', async () => {
  site.shift(93 * DAY_MS);
  expect((await now()).restore).toEqual(['restore-old']);
  site.shift(91 * DAY_MS);
  expect((await now()).restore).toBeUndefined();
  site.shift(0);
});

test('health that cannot be reached, something else in its place, and nobody who asks', async () => {
  await site.health({ type: 'text/html', status: 200 });
  expect(await now()).toEqual({ monitoring: ['health-unreachable'] });
  // A backup that is too old is an answer too.
  await site.health({ type: 'application/json', status: 503 });
  expect(await now()).toEqual({});
  await site.health(null);
  expect(await now()).toEqual({ monitoring: ['health-unreachable'] });
  await site.health({ type: 'application/json', status: 200 });
  await site.database.query("update backup.watchers set asked_at = clock_timestamp() - interval '3 hours'");
  expect(await now()).toEqual({ monitoring: ['asked-long-ago'] });
  await site.database.query('delete from backup.watchers');
  expect(await now()).toEqual({ monitoring: ['never-asked'] });
  await site.database.query("insert into backup.watchers values ('metrics', clock_timestamp())");
  expect(await now()).toEqual({});
});

test('a variable that is missing, one that nothing reads, and a provider that is set up half', async () => {
  const found = (environment: Record<string, string>) =>
    site.restarted(environment, async ({ context }) => {
      const view = await getReadiness(context);
      return view.checks.flatMap(({ open }) => open);
    });
  expect(await found({ DATABASE_URL: '' })).toEqual([{ code: 'variable-missing', facts: { name: 'DATABASE_URL' } }]);
  expect(await found({ BACKUP_STORAG: 's3://x' })).toEqual([
    { code: 'variable-unknown', facts: { name: 'BACKUP_STORAG' } },
  ]);
  expect(await found({ GITHUB_CLIENT_ID: 'id' })).toContainEqual({
    code: 'provider-half',
    facts: { name: 'GitHub', names: 'GITHUB_CLIENT_SECRET' },
  });
});

test('a storage or a database that does not answer is named, soon, and is never green', async () => {
  const store = site.module.directory;
  await rename(store, `${store}-away`);
  await writeFile(store, 'in the way');
  expect(await now()).toMatchObject({ backup: ['storage-down'], copies: ['storage-down'], restore: ['storage-down'] });
  await rm(store);
  await rename(`${store}-away`, store);
  const begun = Date.now();
  const codes = await site.restarted({}, openCodes, 'postgres://nobody@127.0.0.1:1/none');
  expect(Date.now() - begun).toBeLessThan(20_000);
  expect(codes).toEqual({
    backup: ['schedule-unknown'],
    monitoring: ['watchers-unknown'],
    secrets: ['sign-off-unknown'],
    'sign-in': ['sign-off-unknown'],
  });
});
