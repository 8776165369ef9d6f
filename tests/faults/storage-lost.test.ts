import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRun } from '@/lib/backup/use-cases/get-run';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';
import { expectSound, filesBelow } from './oracle';
import { addSlowTable } from './slow-table';

const run = promisify(execFile);

let database: TestDatabase;

beforeAll(async () => {
  database = await siteDatabase();
  await addSlowTable(database);
});
afterAll(() => database?.drop());

async function permissionsBind(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'backup-permissions-'));
  await chmod(folder, 0o500);
  const bound = await writeFile(path.join(folder, 'file'), '').then(
    () => false,
    () => true,
  );
  await rm(folder, { recursive: true, force: true });
  return bound;
}

async function withModule(work: (module: TestModule) => Promise<void>, directory?: string): Promise<void> {
  const environment = { BACKUP_ENGINE: 'wasm', ...(directory ? { BACKUP_LOCAL_DIR: directory } : {}) };
  const module = await openModule(database.url, { environment });
  try {
    await work(module);
  } finally {
    await module.close();
  }
}

/** Breaks the storage once bytes flow, and gives how the run ends. */
async function breakWhileDumping(module: TestModule, breakStorage: () => Promise<unknown>) {
  const started = await startBackup(module.context, { format: 'sql' }, byTest);
  if (!started.ok || !started.value.finished) throw new Error('The run did not start.');
  const { run, finished } = started.value;
  await waitFor(
    async () => {
      const view = await getRun(module.context, run.id);
      return view.ok && (view.value.progress?.bytes ?? 0) > 0;
    },
    { timeoutMs: 60_000, what: 'a dump that is under way' },
  );
  await breakStorage();
  const outcome = await finished;
  expect(await getRun(module.context, run.id)).toMatchObject({ ok: true, value: { status: 'failed' } });
  return outcome.ok ? null : outcome.error;
}

const clear = { code: 'STORAGE_DOWN', message: expect.stringMatching(/\w/), hint: expect.stringMatching(/\w/) };

test('the folder is removed in the middle of a dump', () =>
  withModule(async (module) => {
    const error = await breakWhileDumping(module, () => rm(module.directory, { recursive: true, force: true }));
    expect(error).toMatchObject(clear);
    await ended(startBackup(module.context, { scope: 'schema' }, byTest));
    await expectSound(module, database, { backups: 1 });
  }));

test('a file stands in the place of the folder', () =>
  withModule(async (module) => {
    const aside = `${module.directory}-aside`;
    const error = await breakWhileDumping(module, async () => {
      await rename(module.directory, aside);
      await writeFile(module.directory, 'not a folder');
    });
    expect(error).toMatchObject(clear);
    const refused = await startBackup(module.context, { scope: 'schema' }, byTest);
    const outcome = refused.ok ? await refused.value.finished : refused;
    expect(outcome).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
    expect(await listBackups(module.context)).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
    await rm(module.directory);
    await rm(aside, { recursive: true });
    await ended(startBackup(module.context, { scope: 'schema' }, byTest));
    await expectSound(module, database, { backups: 1 });
  }));

test('the folder becomes read-only in the middle of a dump', async ({ skip }) => {
  skip(!(await permissionsBind()), 'permissions do not bind the superuser');
  await withModule(async (module) => {
    const month = path.join(module.directory, 'test-directory');
    const error = await breakWhileDumping(module, () => run('chmod', ['-R', 'a-w', month]));
    await run('chmod', ['-R', 'u+w', month]);
    expect(error).toMatchObject(clear);
    // What could not be removed then is removed by a later run, once nobody can be writing it any more.
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    for (const file of await filesBelow(module.directory)) await utimes(file, twoHoursAgo, twoHoursAgo);
    await ended(startBackup(module.context, { scope: 'schema' }, byTest));
    await expectSound(module, database, { backups: 1 });
  });
});

test('a backup whose folder cannot be read is no damaged backup', async ({ skip }) => {
  skip(!(await permissionsBind()), 'permissions do not bind the superuser');
  await withModule(async (module) => {
    const { id } = await ended(startBackup(module.context, { scope: 'schema' }, byTest));
    await chmod(module.directory, 0);
    const verified = await verifyBackup(module.context, { backupId: id, level: 'bytes' }, byTest);
    await chmod(module.directory, 0o700);
    expect(verified).toMatchObject({ ok: false, error: { code: 'STORAGE_DOWN' } });
    await expectSound(module, database, { backups: 1 });
  });
});

test('the disk fills up in the middle of a dump', async ({ skip }) => {
  const disk = await mkdtemp(path.join(tmpdir(), 'backup-disk-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk]).then(
    () => true,
    () => false,
  );
  try {
    skip(!mounted, 'a small disk cannot be mounted without the rights of an administrator');
    await withModule(
      async (module) => {
        const early = await startBackup(module.context, { format: 'sql' }, byTest);
        const refused = early.ok ? await early.value.finished : early;
        expect(refused).toMatchObject({
          ok: false,
          error: { code: 'STORAGE_DOWN', message: expect.stringMatching(/^Not enough space: about \d+.* MB needed/) },
        });
        await ended(startBackup(module.context, { scope: 'schema' }, byTest));
        // Someone else fills the disk after the check: only the writing itself can find that out.
        module.context.store.freeBytes = async () => 10_000_000_000;
        const late = await startBackup(module.context, { format: 'sql' }, byTest);
        const full = late.ok ? await late.value.finished : late;
        expect(full).toMatchObject({
          ok: false,
          error: { code: 'STORAGE_DOWN', message: expect.stringMatching(/^Disk full/) },
        });
        await expectSound(module, database, { backups: 1 });
      },
      await made(path.join(disk, 'store')),
    );
  } finally {
    if (mounted) await run('umount', [disk]);
    await rm(disk, { recursive: true, force: true });
  }
});

async function made(directory: string): Promise<string> {
  await mkdir(directory);
  return directory;
}
