import { rename } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { createS3Store } from '@/lib/backup/storage/s3-store';
import { getRecoveryKit } from '@/lib/backup/use-cases/get-recovery-kit';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { FAR_FUTURE, keysIn } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { type FaultyS3, openFaultyS3, type Rule } from '../support/faulty-s3';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { missingS3Programs } from '../support/s3-server';
import { newS3Bucket } from '../support/shared-s3';

const missing = missingS3Programs();
let database: TestDatabase;
let proxy: FaultyS3;
let module: TestModule;
let bucket: Awaited<ReturnType<typeof newS3Bucket>>;

beforeAll(async () => {
  if (missing) return;
  database = await siteDatabase();
  proxy = await openFaultyS3();
});
afterAll(async () => {
  await proxy?.close();
  await database?.drop();
});
beforeEach(async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  proxy.rules.splice(0);
  bucket = await newS3Bucket();
  module = await openModule(database.url, {
    environment: {
      BACKUP_ENGINE: 'wasm',
      BACKUP_STORAGE: `s3://${bucket.bucket}/site%20backups?endpoint=${proxy.endpoint}`,
      BACKUP_S3_ACCESS_KEY_ID: bucket.credentials?.accessKeyId ?? '',
      BACKUP_S3_SECRET_ACCESS_KEY: bucket.credentials?.secretAccessKey ?? '',
    },
  });
});
afterEach(() => module?.close());

const spoil = (...rules: Rule[]) => proxy.rules.push(...rules);
const listed = async () => unwrap(await listBackups(module.context)).backups.map(({ id, proof }) => [id, proof]);
const backUp = async (scope: 'full' | 'schema' = 'full') => {
  const started = unwrap(await startBackup(module.context, { scope, format: 'sql' }, byTest));
  return (await started.finished) ?? expect.fail('The run had been started before.');
};
/** Behind the proxy: what is really there, without the audit. */
const truth = async () => {
  const store = createS3Store({ ...bucket, prefix: 'site backups/' });
  const keys = (await keysIn(store)).filter((key) => !/\/(?:audit|rescue)\//.test(key));
  return { keys, unfinished: await store.sweepUploads('', FAR_FUTURE) };
};
const answer = (status: number, code?: string) => ({ kind: 'answer', status, code }) as const;

test('a backup, a verification and a proof by restore on S3', async () => {
  const made = await ended(startBackup(module.context, { format: 'sql', verifyRestore: true }, byTest));
  expect(made).toMatchObject({ proof: 'restored', storage: expect.stringContaining(bucket.bucket) });
  const verified = await ended(verifyBackup(module.context, { backupId: made.id, level: 'bytes' }, byTest));
  expect(verified.proof).toBe('restored');
  expect((await truth()).unfinished).toBe(0);
});

test.each([
  ['half', 'schema'],
  ['flip', 'schema'],
  ['flip', 'full'],
] as const)('data that is stored with 200 and wrong (%s, %s) is never listed', async (kind, scope) => {
  spoil({ method: 'PUT', path: /data\.sql/, fault: { kind } });
  const outcome = await backUp(scope);
  expect(outcome).toMatchObject({
    ok: false,
    error: { code: 'CORRUPT', message: expect.stringMatching(/other bytes/), hint: expect.stringMatching(/\w/) },
  });
  expect(await listed()).toEqual([]);
  expect(await truth()).toEqual({ keys: [], unfinished: 0 });
});

test.each([500, 'silence'] as const)('a lost answer (%s) to the manifest makes one backup, not two', async (lost) => {
  spoil({ method: 'PUT', path: /manifest\.json/, fault: { kind: 'lost', answer: lost } });
  const outcome = await backUp();
  expect(outcome.ok).toBe(true);
  expect(await listed()).toEqual([[outcome.ok && outcome.value.id, 'read-back']]);
});

test('a manifest that cannot be stored makes no backup and leaves nothing', async () => {
  spoil({ method: 'PUT', path: /manifest\.json/, fault: answer(503, 'SlowDown') });
  expect(await backUp()).toMatchObject({
    ok: false,
    error: { code: 'STORAGE_DOWN', message: expect.stringContaining('error 503, 5 times') },
  });
  expect(await listed()).toEqual([]);
  expect(await truth()).toEqual({ keys: [], unfinished: 0 });
});

test('a key without the right to write: the missing permission is named', async () => {
  spoil(
    { method: 'PUT', path: /./, fault: answer(403, 'AccessDenied') },
    { method: 'POST', path: /uploads/, fault: answer(403, 'AccessDenied') },
  );
  expect(await backUp()).toMatchObject({
    ok: false,
    error: { code: 'STORAGE_DOWN', hint: expect.stringContaining('s3:PutObject'), retryable: false },
  });
});

test('500 on reading is trouble of the store, not damage of the backup; a missing file is', async () => {
  const made = await ended(startBackup(module.context, { format: 'sql' }, byTest));
  spoil({ method: 'GET', path: /data\.sql/, fault: answer(500) });
  const first = unwrap(await verifyBackup(module.context, { backupId: made.id, level: 'bytes' }, byTest));
  expect(await first.finished).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
  expect(await listed()).toEqual([[made.id, 'read-back']]);
  proxy.rules.splice(0);
  spoil({ method: 'GET', path: /data\.sql/, fault: { kind: 'flip-read' } });
  const second = unwrap(await verifyBackup(module.context, { backupId: made.id, level: 'bytes' }, byTest));
  expect(await second.finished).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  expect(await listed()).toEqual([[made.id, 'damaged']]);
});

test('a listing of which a page is missing is an error, not a shorter list', async () => {
  await ended(startBackup(module.context, { format: 'sql' }, byTest));
  spoil({ method: 'GET', path: /list-type/, fault: answer(500) });
  expect(await listBackups(module.context)).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
});

test('the recovery kit reads from a copy that outlives the server; from the server only where no copy is good', async () => {
  const { bucket: name, credentials } = bucket;
  const local = await openModule(database.url, {
    environment: {
      BACKUP_ENGINE: 'wasm',
      BACKUP_COPIES: `off-site=s3://${name}/copies?endpoint=${proxy.endpoint}`,
      BACKUP_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
      BACKUP_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
    },
  });
  try {
    const { id } = await ended(startBackup(local.context, { format: 'sql' }, byTest));
    const kit = async () => {
      const { backup, steps } = unwrap(await getRecoveryKit(local.context));
      const fetches = steps.find(({ key }) => key === 'fetch')?.commands ?? [];
      return { ...backup, programs: [...new Set(fetches.map((command) => command.split(' ')[0]))] };
    };
    const away = { id, place: 'off-site', onServer: false, programs: ['aws'] };
    const onServer = { id, place: 'primary', onServer: true, programs: ['cp'] };
    expect(await kit()).toMatchObject(away);
    spoil({ method: 'GET', path: /copies/, fault: { kind: 'stall' } });
    expect(await kit()).toMatchObject(onServer);
    proxy.rules.splice(0);
    const aside = `${local.directory}-aside`;
    await rename(local.directory, aside);
    expect(await kit()).toMatchObject(away);
    await rename(aside, local.directory);
    const there = createS3Store({ ...bucket, prefix: 'copies/' });
    for (const key of await keysIn(there)) if (/\/data\.sql$/.test(key)) await there.delete(key);
    expect(await kit()).toMatchObject(onServer);
  } finally {
    await local.close();
  }
});
