import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { mirrorAudit } from '@/lib/backup/use-cases/mirror-audit';
import { planReset } from '@/lib/backup/use-cases/plan-reset';
import { reachDatabase } from '@/lib/backup/use-cases/reach-database';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startReset } from '@/lib/backup/use-cases/start-reset';
import { verifyAudit } from '@/lib/backup/use-cases/verify-audit';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { createDatabase, siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { dropReplaced, restored, SITE_NAME, undone } from '@/tests/support/restoring';

let database: TestDatabase;
let module: TestModule;

beforeEach(async () => {
  database = await siteDatabase();
  module = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
});
afterEach(async () => {
  await module?.close();
  await dropReplaced(database);
  await database?.drop();
});

const acts = async (of: TestDatabase = database) =>
  (await of.query<{ act: string }>('select act from backup.audit_events order by seq')).map(({ act }) => act);

test('a restore over live and its undo rewind nothing of it, and both stand in it', async () => {
  const { id } = await ended(startBackup(module.context, { scope: 'full' }, byTest));
  await restored(module, id, { kind: 'live' });
  await undone(module);
  expect(await acts()).toEqual([
    ...['backup.start', 'backup.end', 'restore.start', 'restore.end', 'undo.start', 'undo.end'],
  ]);
  expect(unwrap(await verifyAudit(module.context))).toMatchObject({ status: 'intact', events: 6, mirroredSeq: 6 });
  await expect(database.query('delete from backup.audit_events')).rejects.toThrow(/never changed or removed/);
});

test('starting over empties the site and leaves the audit', async () => {
  await ended(startBackup(module.context, { scope: 'full', verifyRestore: true }, byTest));
  const plan = unwrap(await planReset(module.context));
  const request = {
    token: plan.token ?? '',
    siteName: SITE_NAME,
    acknowledgement: plan.acknowledgement ?? '',
    actor: byTest.actor,
  };
  await ended(startReset(module.context, request, byTest));
  expect(await acts()).toEqual(['backup.start', 'backup.end', 'reset.start', 'reset.end']);
  expect(unwrap(await verifyAudit(module.context)).status).toBe('intact');
});

test('an end that only a copy has was removed from the storage, whatever the database says', async () => {
  const elsewhere = await mkdtemp(path.join(tmpdir(), 'backup-copies-'));
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `far=file://${elsewhere}` };
  const { context, directory, close } = await openModule(database.url, { environment });
  try {
    await ended(startBackup(context, { scope: 'schema' }, byTest));
    await ended(startBackup(context, { scope: 'schema' }, byTest));
    expect(unwrap(await verifyAudit(context)).status).toBe('intact');
    const names = (await readdir(path.join(elsewhere, 'test-directory', 'audit'))).sort();
    const [before = 0, last = 0] = names.slice(-2).map((name) => Number(name.replace(/\D/g, '')));
    await rm(path.join(directory, 'test-directory', 'audit', names.at(-1) ?? ''));
    await database.query(`update backup.audit_head set mirrored_seq = ${before}`);
    for (const mirrors of [undefined, null]) {
      const { status, findings } = unwrap(await verifyAudit(context, mirrors === null ? { mirrors } : {}));
      expect({ status, findings }).toEqual({
        status: 'tampered',
        findings: [{ kind: 'mirror-missing', seq: before + 1, until: last }],
      });
    }
  } finally {
    await close();
    await rm(elsewhere, { recursive: true, force: true });
  }
});

test('a copy that is dead keeps the audit from no other, and nothing comes back from a copy', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'backup-copies-'));
  const [dead, alive] = [path.join(root, 'dead'), path.join(root, 'alive')];
  await writeFile(dead, 'in the way');
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `dead=${dead} alive=${alive}` };
  const { context, directory, close } = await openModule(database.url, { environment });
  const headsIn = async (place: string) => (await readdir(path.join(place, 'test-directory', 'audit'))).sort();
  try {
    await ended(startBackup(context, { scope: 'schema' }, byTest));
    const [first = ''] = await headsIn(directory);
    expect(await headsIn(alive)).toContain(first);
    await rm(path.join(directory, 'test-directory', 'audit', first));
    await ended(startBackup(context, { scope: 'schema' }, byTest));
    expect(await headsIn(directory)).not.toContain(first);
    expect(await headsIn(alive)).toContain(first);
  } finally {
    await close();
    await rm(root, { recursive: true, force: true });
  }
});

test('another storage gets all that the one before had, and the audit says so', async () => {
  await ended(startBackup(module.context, { scope: 'schema' }, byTest));
  const moved = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  try {
    expect(unwrap(await verifyAudit(moved.context)).findings).toEqual([{ kind: 'mirror-missing', seq: 1, until: 2 }]);
    await ended(startBackup(moved.context, { scope: 'schema' }, byTest));
    const verdict = unwrap(await verifyAudit(moved.context));
    expect(verdict).toMatchObject({ status: 'intact', events: 5, mirroredSeq: 5 });
    expect(verdict.rewritten).toEqual([{ seq: 5, at: expect.any(String), from: 1, until: 2 }]);
    expect((await acts()).at(-1)).toBe('audit.mirror');
    expect(await readdir(path.join(moved.directory, 'test-directory', 'audit'))).toEqual(['head-000000000005.json']);
  } finally {
    await moved.close();
  }
});

test('what another storage lacks is not written to it unless the audit has said so', async () => {
  await ended(startBackup(module.context, { scope: 'schema' }, byTest));
  const moved = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  const mirrored = () => database.query('select seq::int, mirrored_seq::int from backup.audit_head');
  const holder = new pg.Client({ connectionString: database.url });
  try {
    const db = await reachDatabase(moved.context);
    await holder.connect();
    await holder.query('begin; lock table backup.audit_events in exclusive mode');
    await mirrorAudit(moved.context, db);
    await holder.query('rollback');
    expect(moved.logged.join('\n')).toContain('The audit could not be mirrored to the storage');
    expect(await mirrored()).toEqual([{ seq: 2, mirrored_seq: 2 }]);
    expect(await moved.context.auditMirror.list()).toEqual([]);
    await Promise.all([mirrorAudit(moved.context, db), mirrorAudit(moved.context, db)]);
    expect(await acts()).toEqual(['backup.start', 'backup.end', 'audit.mirror']);
    expect(await mirrored()).toEqual([{ seq: 3, mirrored_seq: 3 }]);
    expect(unwrap(await verifyAudit(moved.context))).toMatchObject({ status: 'intact', events: 3, mirroredSeq: 3 });
  } finally {
    await holder.end();
    await moved.close();
  }
});

test('with database and storage gone the copy gives it back; rows that only the copy knows are missed elsewhere', async () => {
  const elsewhere = await mkdtemp(path.join(tmpdir(), 'backup-copies-'));
  const fresh = await createDatabase();
  const environment = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `far=file://${elsewhere}` };
  const withCopies = await openModule(database.url, { environment });
  const anew = await openModule(fresh.url, { environment });
  try {
    await ended(startBackup(withCopies.context, { scope: 'schema' }, byTest));
    expect(unwrap(await verifyAudit(anew.context)).findings.map(({ kind }) => kind)).toEqual(['rolled-back']);
    await ended(startBackup(anew.context, { scope: 'schema' }, byTest)).catch(() => undefined);
    expect((await acts(fresh)).slice(0, 3)).toEqual(['backup.start', 'backup.end', 'audit.recover']);
    expect(unwrap(await verifyAudit(anew.context)).status).toBe('intact');
    await writeFile(path.join(elsewhere, 'test-directory', 'audit', 'head-000000000002.json'), '{}');
    expect(unwrap(await verifyAudit(anew.context)).findings).toEqual([{ kind: 'mirror-forged', seq: 2, until: null }]);
  } finally {
    await Promise.all([withCopies.close(), anew.close(), fresh.drop()]);
    await rm(elsewhere, { recursive: true, force: true });
  }
});
