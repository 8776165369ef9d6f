import { readdir, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackupContext } from '@/lib/backup/context';
import { unwrap } from '@/lib/backup/kernel/result';
import { runSchedule } from '@/lib/backup/use-cases/run-schedule';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { type Receiver, receiver } from './receivers';

let database: TestDatabase;
let web: Receiver;
let heart: Receiver;
let module: TestModule;

beforeEach(async () => {
  [database, web, heart] = await Promise.all([siteDatabase(), receiver(), receiver()]);
  module = await openModule(database.url, {
    environment: {
      BACKUP_ENGINE: 'wasm',
      BACKUP_DRILL_DAYS: '0',
      BACKUP_NOTIFY_WEBHOOK_URL: web.url,
      BACKUP_NOTIFY_WEBHOOK_SECRET: 'webhook secret, thirty-two characters or more',
      BACKUP_NOTIFY_HEARTBEAT_URL: heart.url,
    },
  });
});
afterEach(async () => {
  await module?.close();
  await Promise.all([web?.close(), heart?.close()]);
  await database?.drop();
});

const events = () => web.received.map(({ body }) => (JSON.parse(body) as { event: string }).event);

test('a backup that fails is told; the first that succeeds is told as the end of it; further ones are silent', async () => {
  const failing = { ...module.context, store: { ...module.context.store, freeBytes: async () => 10 } };
  const start = async (context: BackupContext) => unwrap(await startBackup(context, { scope: 'full' }, byTest));
  expect((await (await start(failing)).finished)?.ok).toBe(false);
  await (await start(failing)).finished;
  expect(events()).toEqual(['failed']);
  expect(web.received[0]?.body).toContain('Not enough space');
  for (let index = 0; index < 2; index += 1) await (await start(module.context)).finished;
  expect(events()).toEqual(['failed', 'recovered']);
});

test('a watcher outside hears start and end of the scheduled backup, and nothing of others', async () => {
  await ended(startBackup(module.context, { scope: 'full' }, byTest));
  expect(heart.received).toHaveLength(0);
  await unwrap(await runSchedule(module.context, 'daily')).finished;
  expect(heart.received.map(({ url }) => url.split('?')[0])).toEqual(['/hook/start', '/hook']);
  const ids = heart.received.map(({ url }) => new URL(url, 'http://x').searchParams.get('rid'));
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('a receiver that is away fails no run', async () => {
  await Promise.all([web.close(), heart.close()]);
  const scheduled = unwrap(await runSchedule(module.context, 'daily'));
  expect((await scheduled.finished)?.ok).toBe(true);
});

test('a proof that fails is told', async () => {
  const { id } = await ended(startBackup(module.context, { scope: 'full' }, byTest));
  const names = await readdir(module.directory, { recursive: true });
  const data = names.find((name) => /data\./.test(name)) ?? '';
  await truncate(path.join(module.directory, data), 100);
  const request = { backupId: id, level: 'restore' } as const;
  expect((await unwrap(await verifyBackup(module.context, request, byTest)).finished)?.ok).toBe(false);
  expect(events()).toEqual(['drill-failed']);
});

test('little space is told while it lasts', async () => {
  const { store } = module.context;
  const tight = { ...module.context, store: { ...store, freeBytes: async () => 40_000_000 } };
  await ended(startBackup(tight, { scope: 'full' }, byTest));
  await ended(startBackup(tight, { scope: 'full' }, byTest));
  expect(events()).toEqual(['low-space']);
  await ended(startBackup(module.context, { scope: 'full' }, byTest));
  expect(events()).toEqual(['low-space', 'recovered']);
});
