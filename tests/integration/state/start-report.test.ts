import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { getStartHealth, getStartReport } from '@/lib/backup/use-cases/get-start-report';
import { reportStart } from '@/lib/backup/use-cases/report-start';
import { openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase } from '../../support/postgres';
import { backupOfDaysAgo } from '../retention/old-backups';
import { cutProxy } from '../runs/cut-proxy';
import { openStateSite } from './state-site';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  vi.unstubAllEnvs();
});

async function site() {
  const database = await siteDatabase();
  closing.push(() => database.drop());
  return database;
}

async function opened(url: string, environment: Record<string, string> = {}): Promise<TestModule> {
  const module = await openModule(url, { environment });
  closing.push(() => module.close());
  return module;
}

const lines = ({ logged }: TestModule) => logged.filter((line) => line.includes('What this start found.'));

test('a site in order: one line in the log, a word for each part for everybody, the reasons for those who may know', async () => {
  const { url } = await site();
  const module = await opened(url);
  await backupOfDaysAgo(module, 0.1, { restored: true });
  const report = await reportStart(module.context);
  expect(report).toMatchObject({
    at: expect.stringMatching(/^\d{4}-/),
    appVersion: '0.0.0-test',
    parts: {
      database: { status: 'ok', found: expect.stringMatching(/^18\./) },
      migrations: { status: 'ok', found: 'applied' },
      seed: { status: 'ok', found: 'completed' },
      protection: { status: 'ok', found: 'safe: proven' },
    },
  });
  expect(lines(module)).toHaveLength(1);
  expect(JSON.parse(lines(module)[0] ?? '')).toMatchObject({ level: 'info', parts: report.parts });
  expect(getStartReport()).toEqual(report);
  expect(getStartHealth()).toEqual({
    ...{ at: report.at, database: 'ok', migrations: 'ok', seed: 'ok', protection: 'ok' },
  });
});

test('a site that is behind, whose seed failed and that has no backup: each is named', async () => {
  const site = await openStateSite();
  closing.push(() => site.close());
  await site.addMigration('0006_notes', 'create table public.notes (id text primary key);', 1_900_000_000_000);
  await site.database.query(
    `insert into seed_status (id, status, started_at, error) values ('singleton', 'failed', now(), 'It broke.')`,
  );
  const { parts } = await reportStart(site.module.context);
  expect(parts).toMatchObject({
    database: { status: 'ok' },
    migrations: { status: 'warning', found: 'pending', message: '1 migration is pending.' },
    seed: { status: 'failed', found: 'failed', message: 'The last seed failed. It broke.' },
    protection: { status: 'failed', found: 'empty: no-backup' },
  });
  expect(JSON.parse(lines(site.module)[0] ?? '')).toMatchObject({ level: 'error' });
});

test('a database that is down, or that takes the call and says nothing: known in time, and the storage still speaks', async () => {
  const database = await site();
  const up = await opened(database.url);
  await backupOfDaysAgo(up, 0.1, { restored: true });
  const store = { BACKUP_LOCAL_DIR: up.directory };
  const gone = new URL(database.url);
  gone.pathname = '/no_such_database';
  const proxy = await cutProxy(database.url);
  closing.push(() => proxy.close());
  proxy.freeze();
  for (const [url, code] of [
    [gone.href, 'The server has no database of this name.'],
    [proxy.url, 'did not answer'],
  ] as const) {
    const module = await opened(url, store);
    const began = performance.now();
    const { parts } = await reportStart(module.context, { patienceMs: 3_000 });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(parts.database).toMatchObject({ status: 'failed', found: null, message: expect.stringContaining(code) });
    expect([parts.migrations.status, parts.seed.status]).toEqual(['unknown', 'unknown']);
    expect(JSON.stringify(parts)).not.toContain('postgres:');
  }
});

test('a storage that cannot be read is neither protected nor unprotected', async () => {
  const { url } = await site();
  const folder = await mkdtemp(path.join(tmpdir(), 'start-report-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'store'), 'This is a file.');
  const module = await opened(url, { BACKUP_LOCAL_DIR: path.join(folder, 'store') });
  const { parts } = await reportStart(module.context);
  expect(parts.protection).toMatchObject({ status: 'unknown', found: 'unknown: storage-down' });
  expect(parts.migrations.status).toBe('ok');
});
