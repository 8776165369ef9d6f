import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UnsignedManifest } from '@/lib/backup/catalog/manifest';
import { newId } from '@/lib/backup/kernel/ids';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest, ended } from '../support/backup-module';
import { newestNativeTool } from '../support/native-tools';
import { planned, restored, SITE_NAME } from '../support/restoring';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;

beforeAll(async () => {
  site = await openRestoreSite({
    prepare: `create table giants as select 1 as id, decode(repeat('deadbeef', 10000000), 'hex') as bytes;
      create table guarded (id int primary key, secret text);
      insert into guarded values (1, 'a'), (2, 'b');
      alter table guarded enable row level security;
      create policy only_one on guarded using (id = 1)`,
  });
});
afterAll(() => site?.close());

/** The same stored bytes under another id, with a manifest that says something else and is signed all the same. */
async function disguised(change: (manifest: UnsignedManifest) => Partial<UnsignedManifest>): Promise<string> {
  const { catalog, store, site: place, clock } = site.module.context;
  const { signature: _, ...manifest } = (await catalog.get(site.backupId)).manifest;
  const id = newId(clock.now());
  const key = objectKeys(place.slug).dataKey(id, manifest.artifact.format);
  await store.put(key, await store.get(manifest.artifact.key));
  const copy = { ...manifest, id, artifact: { ...manifest.artifact, key } };
  await catalog.commit({ ...copy, ...change(copy) });
  return id;
}

test('a file that unpacks to more than the manifest says ends at that limit', async () => {
  const id = await disguised(({ artifact }) => ({ artifact: { ...artifact, plainSize: 2_000_000 } }));
  const why = { code: 'CORRUPT', message: expect.stringContaining('unpacks to more') };
  // The plan reads the accounts of the backup, and finds out by that.
  const live = await planRestore(site.module.context, { backupId: id, target: { kind: 'live' } });
  expect(live).toMatchObject({ ok: false, error: why });
  const plan = await planned(site.module, id, { kind: 'database', name: 'never_made' });
  const request = { token: plan.token ?? '', siteName: SITE_NAME, actor: byTest.actor };
  const started = await startRestore(site.module.context, request, { trigger: 'cli' });
  expect(started.ok && (await started.value.finished)).toMatchObject({ ok: false, error: why });
  expect(await site.live.query(`select 1 from pg_database where datname = 'never_made'`)).toEqual([]);
  await site.expectUntouched();
});

test('an extension that the server does not offer is named by the plan', async () => {
  const id = await disguised(({ extensions }) => ({
    extensions: [...extensions, { name: 'no_such_thing', version: '1' }],
  }));
  const plan = await planned(site.module, id, { kind: 'live' });
  expect(plan).toMatchObject({ token: null, extensionsMissing: ['no_such_thing'] });
  expect(plan.refusals).toMatchObject([{ code: 'extensions-missing', subject: 'no_such_thing' }]);
});

test('an archive that no pg_restore of this machine reads is refused with what to install', async ({ skip }) => {
  const newest = newestNativeTool('pg_restore');
  skip((newest?.major ?? 0) >= 18, 'this machine has a pg_restore that reads every archive');
  const { id } = await ended(startBackup(site.module.context, { format: 'custom', engine: 'wasm' }, byTest));
  const plan = await planned(site.module, id, { kind: 'live' });
  expect(plan).toMatchObject({ token: null });
  expect(plan.refusals).toMatchObject([{ code: 'no-pg-restore', hint: expect.stringContaining('client tools 18') }]);
});

test('a backup that was edited or is damaged is refused by the plan; one of some tables never replaces all', async () => {
  const { id } = await ended(startBackup(site.module.context, { scope: 'tables', tables: ['guarded'] }, byTest));
  const some = await planned(site.module, id, { kind: 'live' });
  expect(some.refusals).toMatchObject([{ code: 'scope-not-full' }]);
  const schema = await ended(startBackup(site.module.context, { scope: 'schema' }, byTest));
  const structure = await planned(site.module, schema.id, { kind: 'live' });
  expect(structure.refusals).toMatchObject([{ code: 'schema-only' }]);
});

test('a row of 40 MB and rows behind row security come back whole', async () => {
  await site.live.query('delete from giants; delete from guarded');
  const result = await restored(site.module, site.backupId, { kind: 'live' }, { skipSafetyCopy: true });
  expect(result.compared?.same).toBe(true);
  expect(await site.live.query('select length(bytes) as bytes from giants')).toEqual([{ bytes: 40_000_000 }]);
  expect(await site.live.query('select id from guarded order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await site.live.query(`select polname from pg_policy`)).toEqual([{ polname: 'only_one' }]);
});
