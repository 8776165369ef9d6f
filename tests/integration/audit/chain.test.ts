import { afterEach, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { clearLostRuns } from '@/lib/backup/use-cases/clear-lost-runs';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { issueDownload } from '@/lib/backup/use-cases/issue-download';
import { openDownload } from '@/lib/backup/use-cases/open-download';
import { reachDatabase } from '@/lib/backup/use-cases/reach-database';
import { recordAudit } from '@/lib/backup/use-cases/record-audit';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { undeleteBackup } from '@/lib/backup/use-cases/undelete-backup';
import { verifyAudit } from '@/lib/backup/use-cases/verify-audit';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { createDatabase, siteDatabase, type TestDatabase } from '@/tests/support/postgres';

let databases: TestDatabase[] = [];
let modules: TestModule[] = [];
afterEach(async () => {
  for (const module of modules) await module.close();
  for (const database of databases) await database.drop();
  databases = [];
  modules = [];
});

async function open(database: TestDatabase, environment: Record<string, string> = {}): Promise<TestModule> {
  const module = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm', ...environment } });
  modules.push(module);
  return module;
}
const empty = async () => {
  const database = await createDatabase();
  databases.push(database);
  return database;
};

const note = (index: number) =>
  ({ act: 'backup.delete', subject: `b${index}`, actor: { id: null, name: 'Test' }, from: 'cli' }) as const;
const acts = async (database: TestDatabase) =>
  (await database.query<{ act: string }>('select act from backup.audit_events order by seq')).map(({ act }) => act);

test('150 writers on three instances leave one sound chain, read while it grows', async () => {
  const database = await empty();
  const first = await open(database);
  const others = await Promise.all([1, 2].map(() => open(database, { BACKUP_LOCAL_DIR: first.directory })));
  const instances = [first, ...others];
  const verdicts: string[] = [];
  const writing = Promise.all(
    Array.from({ length: 150 }, (_, index) => recordAudit((instances[index % 3] ?? first).context, note(index))),
  );
  let done = false;
  void writing.finally(() => {
    done = true;
  });
  while (!done) verdicts.push(unwrap(await verifyAudit(first.context)).status);
  await writing;
  expect(verdicts.length).toBeGreaterThan(0);
  expect(new Set(verdicts)).toEqual(new Set(['intact']));
  const whole = unwrap(await verifyAudit(first.context, { mirrors: null }));
  expect(whole).toMatchObject({ status: 'intact', events: 150, comparedFrom: 1 });
  const newest = unwrap(await verifyAudit(first.context, { mirrors: 1 }));
  expect([newest.status, newest.mirrors, newest.comparedFrom > 1]).toEqual(['intact', 1, true]);
});

test('every transition of runs and backups is one event, in order', async () => {
  const database = await siteDatabase();
  databases.push(database);
  const { context } = await open(database);
  const admin = { id: 'user-1', name: 'Jane Admin', email: 'jane@example.com' };
  const backup = await ended(startBackup(context, { scope: 'schema' }, byTest));
  await ended(startBackup(context, { scope: 'full' }, byTest));
  await ended(verifyBackup(context, { backupId: backup.id, level: 'bytes' }, byTest));
  const wrong = await issueDownload(context, { backupId: backup.id, actor: admin, password: 'wrong' });
  expect(wrong.ok).toBe(false);
  const { token } = unwrap(
    await issueDownload(context, { backupId: backup.id, actor: admin, password: 'the right password' }),
  );
  const { stream, ended: sent } = unwrap(await openDownload(context, { token, actor: admin }));
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).byteLength;
  await sent(bytes);
  unwrap(await deleteBackup(context, { id: backup.id, actorName: 'Jane Admin', actorId: 'user-1' }));
  unwrap(await undeleteBackup(context, { id: backup.id, actorName: 'Test', trigger: 'cli' }));
  expect(await acts(database)).toEqual([
    ...['backup.start', 'backup.end', 'backup.start', 'backup.end', 'verify.start', 'verify.end'],
    ...['sign-in.refuse', 'sign-in.confirm', 'download.allow', 'download.start', 'download.end'],
    ...['backup.delete', 'backup.undelete'],
  ]);
  const [download] = await database.query<{ detail: unknown; channel: string }>(
    `select detail, channel from backup.audit_events where act = 'download.end'`,
  );
  expect(download).toMatchObject({ channel: 'web', detail: { bytes, whole: true } });
  expect(unwrap(await verifyAudit(context)).status).toBe('intact');
});

test('a lost run has its end, once, however many look', async () => {
  const database = await siteDatabase();
  databases.push(database);
  const { context } = await open(database);
  await ended(startBackup(context, { scope: 'schema' }, byTest));
  await database.query(`update backup.runs set status = 'running', finished_at = null, holder = 'gone'`);
  const db = await reachDatabase(context);
  await Promise.all(Array.from({ length: 5 }, () => clearLostRuns(context, db)));
  const ends = await database.query<{ detail: { status: string }; channel: string }>(
    `select detail, channel from backup.audit_events where act = 'backup.end' order by seq`,
  );
  expect(ends.map(({ detail, channel }) => [detail.status, channel])).toEqual([
    ['done', 'terminal'],
    ['lost', 'system'],
  ]);
});

describe('where the database is new', () => {
  test('the storage gives the events back, and what follows leads on', async () => {
    const old = await empty();
    const before = await open(old);
    for (let index = 0; index < 40; index += 1) await recordAudit(before.context, note(index));
    const fresh = await empty();
    const after = await open(fresh, { BACKUP_LOCAL_DIR: before.directory });
    await recordAudit(after.context, note(99));
    expect(unwrap(await verifyAudit(after.context))).toMatchObject({ status: 'intact', events: 42 });
    expect((await acts(fresh)).slice(-2)).toEqual(['audit.recover', 'backup.delete']);
    const rows = 'select seq, at, act, subject, hash from backup.audit_events where seq <= 40 order by seq';
    expect(await fresh.query(rows)).toEqual(await old.query(rows));
  });

  test('many first acts at once take the events over once', async () => {
    const before = await open(await empty());
    for (let index = 0; index < 20; index += 1) await recordAudit(before.context, note(index));
    const fresh = await empty();
    const after = await open(fresh, { BACKUP_LOCAL_DIR: before.directory });
    await Promise.all(Array.from({ length: 6 }, (_, index) => recordAudit(after.context, note(index))));
    expect((await acts(fresh)).filter((act) => act === 'audit.recover')).toHaveLength(1);
    expect(unwrap(await verifyAudit(after.context))).toMatchObject({ status: 'intact', events: 27 });
  });
});

test('a new signing key is an event of its own; what the old one signed counts as long as the chain leads on', async () => {
  const database = await empty();
  const before = await open(database);
  for (let index = 0; index < 25; index += 1) await recordAudit(before.context, note(index));
  const after = await open(database, {
    BACKUP_LOCAL_DIR: before.directory,
    BACKUP_SIGNING_KEY: 'another signing key, long enough as well',
  });
  expect(unwrap(await verifyAudit(after.context)).status).toBe('unproven');
  for (let index = 0; index < 20; index += 1) await recordAudit(after.context, note(index));
  const verdict = unwrap(await verifyAudit(after.context));
  expect(verdict).toMatchObject({ status: 'intact', events: 46 });
  expect(verdict.keyChanges).toEqual([{ seq: 26, at: expect.any(String), from: before.context.auditMirror.keyId }]);
});
