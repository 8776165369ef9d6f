import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endGameDay } from '@/lib/backup/use-cases/end-game-day';
import { lookAtGameDay } from '@/lib/backup/use-cases/look-at-game-day';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended as endedRun, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { current, ended, records, rehearsed, restoredDay } from './game-day-site';

let site: TestDatabase;
let module: TestModule;
let id: string;

/** A day that was restored and looked at, of which the record is written and the last step failed. */
beforeEach(async () => {
  site = await siteDatabase();
  module = await openModule(site.url, { environment: { BACKUP_ENGINE: 'wasm' } });
  await endedRun(startBackup(module.context, { scope: 'full' }, byTest));
  id = await restoredDay(module);
  await lookAtGameDay(module.context, { id });
  await site.query('alter table backup.game_days add constraint stays check (ended_at is null)');
  await expect(endGameDay(module.context, { id, people: ['Noor'] }, byTest)).rejects.toThrow();
  await site.query('alter table backup.game_days drop constraint stays');
  expect(await current(module)).toMatchObject({ id });
}, 120_000);
afterEach(async () => {
  await module?.close();
  await site?.drop();
});

test('ended again after a half of it: what was signed the first time is what is told', async () => {
  const again = await ended(module, id, { giveUp: true, people: ['Sam'], notes: 'Another end.' });
  expect(again).toMatchObject({ id, people: ['Noor'], notes: null });
  expect(again).not.toMatchObject({ outcome: 'given-up' });
  expect((await records(module)).records).toEqual([again]);
  expect([await rehearsed(site), await current(module)]).toEqual([[], null]);
});

test('a first record that was changed meanwhile is told as that, and the day still ends', async () => {
  const file = path.join(module.directory, 'test-directory', 'game-days', `${id}.json`);
  await writeFile(file, (await readFile(file, 'utf8')).replace('"Noor"', '"Nora"'));
  expect(await endGameDay(module.context, { id }, byTest)).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
  expect(await records(module)).toEqual({ records: [], damaged: [id] });
  expect([await rehearsed(site), await current(module)]).toEqual([[], null]);
});
