import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { checkHoldings } from '@/lib/backup/use-cases/check-stores';
import { copyBackup } from '@/lib/backup/use-cases/copy-backup';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { bodyOf } from '@/tests/contract/store-under-test';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';

const DAY_MS = 86_400_000;
const SOUND = { status: 'ok', message: expect.stringContaining('1 backup; nothing is missing') };
let database: TestDatabase;
let root: string;
let id: string;
const opened: TestModule[] = [];

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'copy-under-way-'));
  const alone = await open({});
  id = (await ended(startBackup(alone.context, { scope: 'schema', format: 'sql' }, byTest))).id;
});
afterEach(async () => {
  for (const module of opened.splice(0)) await module.close();
  await rm(root, { recursive: true, force: true });
});

/** As another process would be: it knows nothing of what the others do. */
async function open({ copies = false, daysAhead = 0 }: { copies?: boolean; daysAhead?: number }): Promise<TestModule> {
  const environment = {
    BACKUP_ENGINE: 'wasm',
    ...(copies ? { BACKUP_COPIES: `off-site=${path.join(root, 'off-site')}` } : {}),
  };
  const clock = { now: () => new Date(Date.now() + daysAhead * DAY_MS) };
  const module = await openModule(database.url, { environment, directory: root, clock });
  opened.push(module);
  return module;
}
const offSite = ({ context }: TestModule) => {
  const [found] = context.copies;
  if (!found) throw new Error('There is no destination.');
  return found;
};
const doctor = async ({ context }: TestModule) => checkHoldings(await checkCatalogs(context));
const keysOf = ({ context }: TestModule) => objectKeys(context.site.slug);

function gate(): { open(): void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** A copy that goes on until it is let: its data is there, its manifest is not. */
async function copying(module: TestModule): Promise<{ finish(): Promise<unknown> }> {
  const { store } = offSite(module);
  const { put } = store;
  const [reached, letGo] = [gate(), gate()];
  store.put = async (key, ...rest) => {
    if (key === keysOf(module).manifestKey(id)) {
      reached.open();
      await letGo.opened;
    }
    return put(key, ...rest);
  };
  const { finished } = unwrap(await copyBackup(module.context, { id, to: 'off-site' }, byTest));
  await Promise.race([reached.opened, finished]);
  return {
    finish: () => {
      letGo.open();
      return Promise.resolve(finished);
    },
  };
}

test('a copy under way is no failure: not in its own process, and not in another', async () => {
  const module = await open({ copies: true });
  const copy = await copying(module);
  try {
    expect(await doctor(module)).toMatchObject({ ...SOUND, places: [{ arriving: 0 }, { unproven: 0, arriving: 0 }] });
    const other = await open({ copies: true });
    const bundle = keysOf(other).bundleKey(id, 'none');
    await offSite(other).store.put(bundle, bodyOf(Buffer.from('content')));
    expect(await doctor(other)).toMatchObject({
      ...SOUND,
      places: [{ arriving: 0 }, { name: 'off-site', arriving: 1 }],
    });
    await offSite(other).store.delete(bundle);
    const [, place] = unwrap(await checkCatalogs(other.context)).places;
    expect(place).toMatchObject({ findings: [{ kind: 'missing', backupId: id }], arriving: [id] });
  } finally {
    expect(await copy.finish()).toMatchObject({ ok: true });
  }
  expect(await doctor(module)).toMatchObject(SOUND);
});

test('what lies there without its manifest for longer than a day has failed', async () => {
  const module = await open({ copies: true });
  const copy = await copying(module);
  try {
    const later = await open({ copies: true, daysAhead: 1.1 });
    expect(await doctor(later)).toMatchObject({ status: 'failed', message: 'In “off-site”: 1 missing.' });
  } finally {
    await copy.finish();
  }
});

test('a copy that was made and has lost its manifest has failed, however young it is', async () => {
  const module = await open({ copies: true });
  await (await copying(module)).finish();
  await offSite(module).store.delete(keysOf(module).manifestKey(id));
  expect(await doctor(module)).toMatchObject({ status: 'failed', places: [{ missing: 0 }, { arriving: 0 }] });
});

test('a manifest that the main store has lost is missing, however young the backup is', async () => {
  const module = await open({ copies: true });
  await module.context.store.delete(keysOf(module).manifestKey(id));
  expect(await doctor(module)).toMatchObject({ status: 'failed', message: 'In “primary”: 1 missing.' });
});
