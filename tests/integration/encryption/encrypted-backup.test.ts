import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { cloneContentPoint } from '@/lib/backup/use-cases/recover-content';
import { runDrill } from '@/lib/backup/use-cases/run-drill';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { hasAgeProgram, OFFICE, OWNER, STRANGER } from '../../support/age-keys';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { dropReplaced, planned, restored } from '../../support/restoring';
import { rescue } from '../../support/run-rescue';
import { type ContentSite, contentSite, snapshot } from '../content-acts/content-site';

const BOTH = `${OWNER.recipient} ${OFFICE.recipient}`;
let database: TestDatabase;
let content: ContentSite;
const opened: TestModule[] = [];

beforeAll(async () => {
  database = await siteDatabase();
  content = contentSite({ 'a.yml': 'name: A\n', 'b.yml': 'secret: content\n' });
});
afterEach(async () => {
  for (const module of opened.splice(0)) await module.close();
});
afterAll(async () => {
  content?.place.remove();
  await dropReplaced(database);
  await database?.drop();
});

/** Two processes of one site, or two sites: `directory` joins them. */
async function open(environment: Record<string, string>, directory?: string): Promise<TestModule> {
  const module = await openModule(database.url, {
    environment: { BACKUP_ENGINE: 'wasm', ...environment },
    host: { contentPath: () => content.site.path },
    ...(directory && { directory }),
  });
  opened.push(module);
  return module;
}
const manifestOf = async (module: TestModule, id: string) => (await module.context.catalog.get(id)).manifest;
const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: { error: unknown }) => thrown.error,
  );

describe('an encrypted backup', () => {
  it('is stored encrypted, proven by restore with the key of any one recipient, and replaces the live site', async () => {
    const module = await open({ BACKUP_ENCRYPT_TO: BOTH, BACKUP_IDENTITY: OFFICE.identity });
    const backup = await ended(startBackup(module.context, { format: 'sql.gz', verifyRestore: true }, byTest));
    expect(backup).toMatchObject({
      proof: 'restored',
      encryption: { kind: 'age', recipients: [OWNER.recipient, OFFICE.recipient], keyHere: true },
    });
    const { artifact, bundle } = await manifestOf(module, backup.id);
    expect(artifact).toMatchObject({ encryption: 'age', key: expect.stringMatching(/data\.sql\.gz\.age$/) });
    expect(bundle).toMatchObject({ encryption: 'age', key: expect.stringMatching(/content\.bundle\.age$/) });
    for (const { key, size } of [artifact, ...(bundle ? [bundle] : [])]) {
      const bytes = readFileSync(path.join(module.directory, key));
      expect(bytes.byteLength).toBe(size);
      expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    }
    const result = await restored(module, backup.id, { kind: 'live' });
    expect(result.compared?.same).toBe(true);
  });

  it.each(['custom', 'sql', 'sql.gz'] as const)(
    '%s becomes the plain dump again, by rescue.mjs and by age',
    async (format) => {
      const module = await open({ BACKUP_ENCRYPT_TO: BOTH });
      const { id } = await ended(startBackup(module.context, { format }, byTest));
      const { artifact } = await manifestOf(module, id);
      const stored = path.join(module.directory, artifact.key);
      const identity = path.join(module.directory, 'identity.txt');
      await writeFile(identity, OWNER.identity);
      const out = path.join(module.directory, 'plain');
      expect(await rescue([path.dirname(stored), '--identity', identity, '--out', out])).toHaveProperty('said');
      const plain = readFileSync(out);
      expect(plain.byteLength).toBe(artifact.plainSize);
      if (!hasAgeProgram) return;
      const opened = execFileSync('age', ['-d', '-i', identity, stored], { maxBuffer: 1e9 });
      expect(
        (format === 'sql.gz' ? execFileSync('gunzip', { input: opened, maxBuffer: 1e9 }) : opened).equals(plain),
      ).toBe(true);
    },
  );

  it('says that it is unproven where the server holds no key, and why, and refuses to plan a restore', async () => {
    const module = await open({ BACKUP_ENCRYPT_TO: OWNER.recipient });
    const started = unwrap(await startBackup(module.context, { verifyRestore: true }, byTest));
    const backup = unwrap(
      (await started.finished) ?? { ok: false, error: { code: 'INTERNAL', message: '', retryable: false } },
    );
    expect(backup).toMatchObject({ proof: 'read-back', verifications: [], encryption: { keyHere: false } });
    const { getRun } = await import('@/lib/backup/use-cases/get-run');
    const run = unwrap(await getRun(module.context, started.run.id));
    const phase = run.phases.find(({ key }) => key === 'restore');
    expect(run.status).toBe('done');
    expect(phase).toMatchObject({ state: 'failed' });
    expect(phase?.log.map(({ text }) => text).join()).toContain('holds no private key');
    const plan = await planned(module, backup.id, { kind: 'live' });
    expect(plan).toMatchObject({ token: null, refusals: [{ code: 'no-identity' }] });
    for (const work of [
      () => ended(verifyBackup(module.context, { backupId: backup.id, level: 'restore' }, byTest)),
      () => ended(runDrill(module.context, { backupId: backup.id }, byTest)),
    ]) {
      expect(await errorOf(work())).toMatchObject({
        code: 'UNSUPPORTED',
        hint: expect.stringContaining('BACKUP_IDENTITY_FILE'),
      });
    }
    // Its bytes can still be read back by anybody.
    expect(await ended(verifyBackup(module.context, { backupId: backup.id, level: 'bytes' }, byTest))).toMatchObject({
      proof: 'read-back',
    });
    const root = path.dirname(module.directory);
    const stranger = await open({ BACKUP_IDENTITY: STRANGER.identity }, root);
    expect((await planned(stranger, backup.id, { kind: 'live' })).refusals).toMatchObject([{ code: 'other-identity' }]);
    const mistaken = await open({ BACKUP_IDENTITY_FILE: path.join(root, 'nowhere.txt') }, root);
    expect((await planned(mistaken, backup.id, { kind: 'live' })).refusals).toMatchObject([{ code: 'bad-identity' }]);
    await writeFile(path.join(root, 'key.txt'), `# the key\n${OWNER.identity}\n`);
    const holder = await open({ BACKUP_IDENTITY_FILE: path.join(root, 'key.txt') }, root);
    expect((await planned(holder, backup.id, { kind: 'live' })).refusals).toEqual([]);
    expect(await ended(verifyBackup(holder.context, { backupId: backup.id, level: 'restore' }, byTest))).toMatchObject({
      proof: 'restored',
    });
  });

  it('keys change for new backups alone; the content begins anew with them', async () => {
    const before = await open({});
    const first = await ended(startBackup(before.context, { format: 'sql' }, byTest));
    const root = path.dirname(before.directory);
    content.site.write('a.yml', 'name: B\n');
    content.site.commit('B');
    const encrypting = await open({ BACKUP_ENCRYPT_TO: OWNER.recipient, BACKUP_IDENTITY: OWNER.identity }, root);
    const second = await ended(startBackup(encrypting.context, { format: 'sql' }, byTest));
    expect((await manifestOf(encrypting, second.id)).bundle).toMatchObject({
      full: true,
      needs: [],
      encryption: 'age',
    });
    content.site.write('a.yml', 'name: C\n');
    content.site.commit('C');
    const third = await ended(startBackup(encrypting.context, { format: 'sql' }, byTest));
    const chained = (await manifestOf(encrypting, third.id)).bundle;
    expect(chained).toMatchObject({ full: false, needs: [{ encryption: 'age' }], recipients: [OWNER.recipient] });
    const whole = snapshot(content.site.path);
    rmSync(content.site.path, { recursive: true });
    unwrap(await cloneContentPoint(encrypting.context, third.id, byTest));
    expect(snapshot(content.site.path)).toEqual(whole);
    const rotated = await open({ BACKUP_ENCRYPT_TO: BOTH, BACKUP_IDENTITY: OFFICE.identity }, root);
    const fourth = await ended(startBackup(rotated.context, { format: 'sql' }, byTest));
    expect((await manifestOf(rotated, fourth.id)).bundle).toMatchObject({ full: true, needs: [] });
    expect((await planned(rotated, third.id, { kind: 'live' })).refusals).toMatchObject([{ code: 'other-identity' }]);
    for (const id of [first.id, fourth.id]) {
      expect((await planned(rotated, id, { kind: 'live' })).refusals).toEqual([]);
    }
    expect(first.encryption).toEqual({ kind: 'none', recipients: [], keyHere: true });
  });

  it('is copied as it is stored; a check finds both places sound, and the copy is opened where the main store lost it', async () => {
    const module = await open({ BACKUP_ENCRYPT_TO: BOTH, BACKUP_IDENTITY: OFFICE.identity });
    const root = path.dirname(module.directory);
    const copying = await open(
      {
        BACKUP_ENCRYPT_TO: BOTH,
        BACKUP_IDENTITY: OFFICE.identity,
        BACKUP_COPIES: `off-site=${path.join(root, 'copy')}`,
      },
      root,
    );
    const { id, copies } = await ended(startBackup(copying.context, { format: 'sql.gz' }, byTest));
    expect(copies).toMatchObject([{ state: 'done' }]);
    const checked = unwrap(await checkCatalogs(copying.context, { deep: true }));
    expect(checked.places.map(({ backups, findings }) => ({ backups, findings }))).toEqual([
      { backups: 1, findings: [] },
      { backups: 1, findings: [] },
    ]);
    rmSync(path.join(copying.directory, (await manifestOf(copying, id)).artifact.key));
    const proven = await ended(verifyBackup(copying.context, { backupId: id, level: 'restore' }, byTest));
    expect(proven.proof).toBe('restored');
  });

  it('leaves no private key in the store, in a log or in a run', async () => {
    const module = await open({ BACKUP_ENCRYPT_TO: OWNER.recipient, BACKUP_IDENTITY: OWNER.identity });
    await ended(startBackup(module.context, { format: 'sql', verifyRestore: true }, byTest));
    const secret = OWNER.identity.slice(16, 40);
    const files = readdirSync(module.directory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const { parentPath, name } of files) {
      expect(readFileSync(path.join(parentPath, name)).includes(secret)).toBe(false);
    }
    expect(module.logged.join('\n')).not.toContain(secret);
    const rows = await database.query('select * from backup.runs');
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
