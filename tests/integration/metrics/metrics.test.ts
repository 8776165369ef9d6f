import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { checkMetricsToken } from '@/lib/backup/use-cases/check-metrics-token';
import { getMetrics } from '@/lib/backup/use-cases/get-metrics';
import { getTrends } from '@/lib/backup/use-cases/get-trends';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';

const TOKEN = 'metrics token of at least thirty-two characters';
let database: TestDatabase;
let module: TestModule;
const modules: TestModule[] = [];

async function open(url: string, environment: Record<string, string> = {}): Promise<TestModule> {
  const opened = await openModule(url, {
    environment: { BACKUP_ENGINE: 'wasm', BACKUP_METRICS_TOKEN: TOKEN, ...environment },
  });
  modules.push(opened);
  return opened;
}

beforeAll(async () => {
  database = await siteDatabase();
  module = await open(database.url);
});
afterAll(async () => {
  for (const opened of modules) await opened.close();
  await database?.drop();
});

/** What Prometheus makes of it; throws where a line is none of the format. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('# ')) {
      expect(line).toMatch(/^# (HELP|TYPE) [a-z_]+ .+$/);
      continue;
    }
    const match = /^([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+)\} (-?[0-9.e+]+)$/.exec(line);
    if (!match) throw new Error(`Not a sample: ${line}`);
    const labels = (match[2] ?? '').replace(/,?site="[^"]*",?/, '');
    samples.set(`${match[1]}{${labels}}`, Number(match[3]));
  }
  return samples;
}

test('before and after a backup', async () => {
  const before = parse(await getMetrics(module.context));
  expect(before.get('backup_protection{verdict="unprotected"}')).toBe(1);
  expect(before.has('backup_last_success_timestamp_seconds{}')).toBe(false);
  const backup = await ended(startBackup(module.context, { scope: 'full', verifyRestore: true }, byTest));
  const after = parse(await getMetrics(module.context));
  expect(after.get('backup_last_success_timestamp_seconds{}')).toBe(Date.parse(backup.createdAt) / 1_000);
  expect(after.get('backup_last_verified_timestamp_seconds{}')).toBeGreaterThan(0);
  expect(after.get('backup_protection{verdict="protected"}')).toBe(1);
  expect(after.get('backup_last_size_bytes{}')).toBe(backup.size);
  expect(after.get('backup_storage_bytes{destination="primary"}')).toBe(backup.size);
  expect(after.get('backup_runs_total{kind="backup",status="done"}')).toBe(1);
  expect(after.get('backup_running{}')).toBe(0);
  expect(after.get('backup_audit_events_total{}')).toBe(2);
  expect(after.get('backup_audit_unmirrored_events{}')).toBe(0);
  const trends = unwrap(await getTrends(module.context));
  expect(trends.points).toMatchObject([{ backupId: backup.id, size: backup.size }]);
  expect(trends.destinations).toMatchObject([{ name: 'primary', backups: 1, usedBytes: backup.size, forecast: null }]);
});

test('with no database the storage still speaks, and the rest is said to be missing', async () => {
  const away = await open('postgres://nobody@127.0.0.1:1/none', { BACKUP_LOCAL_DIR: module.directory });
  const metrics = parse(await getMetrics(away.context));
  expect(metrics.get('backup_scrape_ok{part="database"}')).toBe(0);
  expect(metrics.get('backup_scrape_ok{part="storage"}')).toBe(1);
  expect(metrics.get('backup_storage_backups{destination="primary"}')).toBe(1);
  expect([...metrics.keys()].some((key) => key.startsWith('backup_runs_total'))).toBe(false);
});

test('off-site is what the verdict calls so: a copy at a place that is a destination no more does not count', async () => {
  const elsewhere = await mkdtemp(path.join(tmpdir(), 'backup-copies-'));
  try {
    const far = await open(database.url, { BACKUP_COPIES: `far=file://${elsewhere}` });
    const backup = await ended(startBackup(far.context, { scope: 'full' }, byTest));
    const name = 'backup_last_offsite_timestamp_seconds{}';
    expect(parse(await getMetrics(far.context)).get(name)).toBe(Date.parse(backup.createdAt) / 1_000);
    for (const copies of ['', `near=file://${path.join(elsewhere, 'near')}`]) {
      const { context } = await open(database.url, { BACKUP_LOCAL_DIR: far.directory, BACKUP_COPIES: copies });
      const metrics = parse(await getMetrics(context));
      expect(metrics.get('backup_storage_backups{destination="primary"}')).toBe(1);
      expect(metrics.has(name)).toBe(false);
    }
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});

test('the alert on space compares figures whose labels meet: many destinations of one site, one size', async () => {
  const labelsOf = (text: string, name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} `, 'gm'))].map(([, all = '']) =>
      [...all.matchAll(/([a-z]+)="/g)].map(([, label]) => label),
    );
  const text = await getMetrics(module.context);
  expect(labelsOf(text, 'backup_storage_free_bytes')).toEqual([['site', 'destination']]);
  expect(labelsOf(text, 'backup_last_size_bytes')).toEqual([['site']]);
  const alerts = await readFile('docs/metrics.md', 'utf8');
  // A number and a set of figures have no labels to match on: Prometheus refuses such a rule.
  expect(alerts).not.toMatch(/\d \* on \(/);
  expect(alerts).toContain('backup_storage_free_bytes < on (site) group_left () (3 * ');
});

describe('the bearer token', () => {
  test.each([null, '', 'Bearer', 'Bearer undefined', `Bearer ${TOKEN.slice(0, -1)}`, TOKEN, `bearer ${TOKEN}`])(
    'refuses %j',
    (header) => {
      expect(checkMetricsToken(module.context, header)).toMatchObject({
        ok: false,
        error: { code: 'UNAUTHENTICATED' },
      });
    },
  );
  test('is taken', () => {
    expect(checkMetricsToken(module.context, `Bearer ${TOKEN}`).ok).toBe(true);
  });
  test.each([undefined, 'short'])('set to %j: nobody may read', async (token) => {
    const { context } = await open(
      database.url,
      token ? { BACKUP_METRICS_TOKEN: token } : { BACKUP_METRICS_TOKEN: '' },
    );
    expect(checkMetricsToken(context, `Bearer ${token}`)).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED' } });
  });
});
