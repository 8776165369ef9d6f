import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest } from '../support/backup-module';
import { planned, restored, SITE_NAME } from '../support/restoring';
import { errorOf } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;
let data: string;
let manifest: string;
const genuine = new Map<string, Buffer>();

beforeAll(async () => {
  site = await openRestoreSite();
  data = path.join(site.module.directory, site.artifactKey);
  manifest = path.join(path.dirname(data), 'manifest.json');
  for (const file of [data, manifest]) genuine.set(file, await readFile(file));
});
beforeEach(async () => {
  for (const [file, bytes] of genuine) await writeFile(file, bytes);
  // A verification says for ever that the bytes were bad once: they are made good here, so it goes as well.
  for (const name of await verifications()) await rm(name);
});
afterAll(() => site?.close());

async function verifications(): Promise<string[]> {
  const names = await readdir(path.dirname(data));
  return names.filter((name) => name.startsWith('verification-')).map((name) => path.join(path.dirname(data), name));
}

const flip = async (file: string) => {
  const bytes = Buffer.from(await readFile(file));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(file, bytes);
};

const DAMAGE: [what: string, damage: () => Promise<unknown>, message: RegExp][] = [
  ['a flipped bit', () => flip(data), /stored file is damaged/],
  ['one byte too few', async () => truncate(data, (await readFile(data)).length - 1), /stored file is damaged/],
  ['half of the file', async () => truncate(data, (await readFile(data)).length >> 1), /stored file is damaged/],
  ['an empty file', () => truncate(data, 0), /stored file is damaged/],
  ['no file', () => rm(data), /stored file is damaged/],
  ['an edited manifest', () => flip(manifest), /manifest|cannot be used/],
];

async function outcomeWith(token: string) {
  const request = { token, siteName: SITE_NAME, actor: byTest.actor };
  const started = await startRestore(site.module.context, request, { trigger: 'cli' });
  return started.ok && started.value.finished ? await started.value.finished : started;
}

describe('damage that came after the plan', () => {
  test.each(DAMAGE)('%s: refused before anything is touched', async (_, damage, message) => {
    const plan = await planned(site.module, site.backupId, { kind: 'live' });
    await damage();
    expect(errorOf(await outcomeWith(plan.token ?? ''))).toMatchObject({
      code: 'CORRUPT',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\w/),
    });
    await Promise.all([...genuine].map(([file, bytes]) => writeFile(file, bytes)));
    for (const name of await verifications()) await rm(name);
    await site.expectUntouched();
  });

  test('the manifest is gone: there is no such backup', async () => {
    const plan = await planned(site.module, site.backupId, { kind: 'live' });
    await rename(manifest, `${manifest}-aside`);
    const outcome = await outcomeWith(plan.token ?? '');
    await rename(`${manifest}-aside`, manifest);
    expect(errorOf(outcome)).toMatchObject({ code: 'NOT_FOUND', hint: expect.stringMatching(/\w/) });
    await site.expectUntouched();
  });

  test('the file is exchanged between the check and the load', async () => {
    const { store } = site.module.context;
    const { get } = store;
    const { token } = await planned(site.module, site.backupId, { kind: 'live' });
    const other = gunzipSync(genuine.get(data) ?? '')
      .toString('latin1')
      .replaceAll('admin@example', 'enemy@example');
    let readings = 0;
    store.get = async (key, options) => {
      readings += key === site.artifactKey ? 1 : 0;
      if (key === site.artifactKey && readings === 2) await writeFile(data, gzipSync(Buffer.from(other, 'latin1')));
      return get(key, options);
    };
    const outcome = await outcomeWith(token ?? '');
    store.get = get;
    expect(readings).toBe(2);
    expect(errorOf(outcome)).toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining('changed while it was read'),
    });
    await writeFile(data, genuine.get(data) ?? '');
    await site.expectUntouched();
  });
});

describe('damage that was there before', () => {
  test('known from a reading: the plan refuses and says what to do', async () => {
    await flip(data);
    await startedVerification();
    const plan = await planned(site.module, site.backupId, { kind: 'live' });
    expect(plan).toMatchObject({ token: null, refusals: [{ code: 'damaged', hint: 'Choose another backup.' }] });
  });

  test('an edited field of the manifest: no plan with a token', async () => {
    const text = (await readFile(manifest)).toString();
    await writeFile(manifest, text.replace('"rows":', '"rows":1'));
    const plan = await planRestore(site.module.context, { backupId: site.backupId, target: { kind: 'live' } });
    if (plan.ok) expect(plan.value).toMatchObject({ token: null, refusals: [{ code: 'damaged' }] });
    else expect(plan.error).toMatchObject({ code: 'CORRUPT', hint: expect.stringMatching(/\w/) });
  });

  test('no manifest: there is no such backup', async () => {
    await rm(manifest);
    const plan = await planRestore(site.module.context, { backupId: site.backupId, target: { kind: 'live' } });
    expect(plan).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', hint: expect.stringMatching(/\w/) } });
  });
});

test('with the true bytes the same backup is restored', async () => {
  expect((await restored(site.module, site.backupId, { kind: 'live' })).run.status).toBe('done');
  await site.expectRestored();
});

async function startedVerification(): Promise<void> {
  const started = await verifyBackup(site.module.context, { backupId: site.backupId, level: 'bytes' }, byTest);
  const finished = started.ok ? await started.value.finished : started;
  expect(finished).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
}
