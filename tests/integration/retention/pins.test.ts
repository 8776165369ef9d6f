import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { deleteBackup } from '@/lib/backup/use-cases/delete-backup';
import { getHistory } from '@/lib/backup/use-cases/get-history';
import { pinBackup } from '@/lib/backup/use-cases/pin-backup';
import { unpinBackup } from '@/lib/backup/use-cases/unpin-backup';
import { bodyOf, keysIn } from '@/tests/contract/store-under-test';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { backupOfDaysAgo } from './old-backups';

let database: TestDatabase;
let module: TestModule;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  module = await openModule(database.url);
});
afterEach(() => module.close());

const listed = async () => (await module.context.catalog.list()).entries.map(({ manifest }) => manifest.id);

describe('pins', () => {
  test('are signed objects beside the manifest: no press deletes the backup, a spoilt one holds, a release ends them', async () => {
    const { context } = module;
    const [pinned = '', other = ''] = [await backupOfDaysAgo(module, 0), await backupOfDaysAgo(module, 1)];
    unwrap(await pinBackup(context, { id: pinned, note: 'audit of 2026' }, byTest));
    unwrap(await pinBackup(context, { id: pinned }, byTest));
    const pins = (await keysIn(context.store)).filter((key) => key.includes('/pin-'));
    expect(pins).toHaveLength(1);
    expect((await context.catalog.get(pinned)).pins).toMatchObject([
      { record: { actor: 'Test', note: 'audit of 2026' } },
    ]);
    expect(await deleteBackup(context, { id: pinned, actorName: 'Ada' })).toMatchObject({
      error: { code: 'CONFLICT', hint: 'Release the pin first, then delete it.' },
    });
    expect(unwrap(await getHistory(context)).rows.find(({ backupId }) => backupId === pinned)).toMatchObject({
      pinned: true,
      keepReason: 'pinned',
    });
    await context.store.put(pins[0] ?? '', bodyOf('{"spoilt":true}'));
    expect((await context.catalog.get(pinned)).pins).toMatchObject([{ record: null }]);
    unwrap(await unpinBackup(context, { id: pinned }, byTest));
    expect((await context.catalog.get(pinned)).pins).toEqual([]);
    expect(await deleteBackup(context, { id: pinned, actorName: 'Ada' })).toMatchObject({ ok: true });
    expect(await listed()).toEqual([other]);
  });

  test('made while the clock was ahead do not come back after their release', async () => {
    const { context } = module;
    const id = await backupOfDaysAgo(module, 0);
    const ahead = { ...context, clock: { now: () => new Date(Date.now() + 60 * 86_400_000) } };
    unwrap(await pinBackup(ahead, { id }, byTest));
    unwrap(await unpinBackup(context, { id }, byTest));
    expect((await context.catalog.list()).entries[0]?.pins).toEqual([]);
  });
});
