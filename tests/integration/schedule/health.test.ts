import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getHealth } from '@/lib/backup/use-cases/get-health';
import { getProtection } from '@/lib/backup/use-cases/get-protection';
import { openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { backupOfDaysAgo } from '../retention/old-backups';

let database: TestDatabase;
let elsewhere: string;
const modules: TestModule[] = [];

beforeAll(async () => {
  database = await siteDatabase();
  elsewhere = await mkdtemp(path.join(tmpdir(), 'backup-health-'));
});
afterAll(async () => {
  for (const module of modules) await module.close();
  await rm(elsewhere, { recursive: true, force: true });
  await database?.drop();
});

interface Site {
  days?: number;
  restored?: boolean;
  environment?: Record<string, string>;
}

async function site({ days, restored = false, environment = {} }: Site): Promise<TestModule> {
  const module = await openModule(database.url, { environment });
  modules.push(module);
  if (days !== undefined) await backupOfDaysAgo(module, days, { restored });
  return module;
}

test.each([
  ['without a backup', {}, 'unhealthy', 'no-backup'],
  ['fresh and restored exactly', { days: 0.1, restored: true }, 'healthy', 'proven'],
  ['fresh, but nothing was ever restored', { days: 0.1 }, 'unhealthy', 'never-restored'],
  ['older than the objective', { days: 1.5, restored: true }, 'unhealthy', 'old'],
  [
    'fresh, but not copied to the off-site destination',
    { days: 0.1, restored: true, environment: { BACKUP_COPIES: 'away=COPY' } },
    'unhealthy',
    'not-off-site',
  ],
] as [string, Site, string, string][])('a site %s', async (_, facts, status, reason) => {
  const copies = facts.environment?.BACKUP_COPIES?.replace('COPY', path.join(elsewhere, 'copy'));
  const { context } = await site({ ...facts, ...(copies ? { environment: { BACKUP_COPIES: copies } } : {}) });
  const verdict = await getProtection(context);
  expect(verdict.reason).toBe(reason);
  expect(await getHealth(context)).toEqual({
    status,
    lastGoodAt: verdict.lastGoodAt,
    lastVerifiedAt: verdict.lastVerifiedAt,
  });
});

test('a storage that does not answer is unhealthy, not an error', async () => {
  const { context } = await site({
    environment: { BACKUP_STORAGE: 's3://gone/backups?endpoint=http://127.0.0.1:1&region=none&pathStyle=true' },
  });
  expect(await getHealth(context)).toEqual({ status: 'unhealthy', lastGoodAt: null, lastVerifiedAt: null });
});
