import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { getReadiness } from '@/lib/backup/use-cases/get-readiness';
import { listAudit } from '@/lib/backup/use-cases/list-audit';
import { revokeSignOff } from '@/lib/backup/use-cases/revoke-sign-off';
import { signOff } from '@/lib/backup/use-cases/sign-off';
import { byTest } from '../../support/backup-module';
import { DAY_MS, findingOf, openCodes, openReadySite, type ReadySite } from './ready-site';

let site: ReadySite;
const sign = (days?: number, note?: string) => signOff(site.module.context, { item: 'secrets', days, note }, byTest);
const secrets = async () => (await openCodes(site.module)).secrets;

beforeAll(async () => {
  site = await openReadySite();
}, 120_000);
afterAll(() => site?.close());
afterEach(() => site.shift(0));

test('a sign-off holds until its day, then the item is open and says so', async () => {
  const { expiresAt } = unwrap(await sign(2, 'In the safe'));
  const { checks } = await getReadiness(site.module.context);
  expect(checks.find(({ item }) => item === 'secrets')?.signOff).toMatchObject({
    ...{ state: 'valid', by: 'Test', note: 'In the safe', expiresAt, uncovered: [] },
  });
  site.shift(DAY_MS);
  expect(await secrets()).toBeUndefined();
  site.shift(2 * DAY_MS + 1_000);
  expect(await secrets()).toEqual(['sign-off-expired']);
  const view = await getReadiness(site.module.context);
  expect(findingOf(view, 'sign-off-expired')?.facts).toEqual({ at: expiresAt, by: 'Test' });
});

test('taken back, it counts as open; both stay on record and in the audit', async () => {
  unwrap(await sign());
  unwrap(await revokeSignOff(site.module.context, { item: 'secrets' }, byTest));
  expect(await secrets()).toEqual(['sign-off-revoked']);
  expect(await revokeSignOff(site.module.context, { item: 'secrets' }, byTest)).toMatchObject({
    error: { code: 'NOTHING_TO_DO' },
  });
  const { events } = unwrap(await listAudit(site.module.context, { limit: 2 }));
  expect(events.map(({ act, subject, actorName }) => [act, subject, actorName])).toEqual([
    ['readiness.revoke', 'secrets', 'Test'],
    ['readiness.sign-off', 'secrets', 'Test'],
  ]);
  for (const statement of [
    'delete from backup.sign_offs',
    "update backup.sign_offs set note = 'changed'",
    'truncate backup.sign_offs',
  ]) {
    await expect(site.database.query(statement), statement).rejects.toThrow('never changed or removed');
  }
  unwrap(await sign());
  expect(await secrets()).toBeUndefined();
});

test('what came along since is not covered by it', async () => {
  unwrap(await sign());
  const more = { BACKUP_METRICS_TOKEN: 'a metrics token that is long enough' };
  const view = await site.restarted(more, ({ context }) => getReadiness(context));
  expect(findingOf(view, 'sign-off-outgrown')?.facts).toEqual({ names: 'BACKUP_METRICS_TOKEN' });
});

test('only what people alone can know is signed off, for a year at most', async () => {
  expect(await signOff(site.module.context, { item: 'backup' }, byTest)).toMatchObject({
    error: { code: 'INVALID_INPUT' },
  });
  for (const days of [0, 366, 1.5, Number.NaN]) {
    expect(await sign(days), String(days)).toMatchObject({
      error: { code: 'INVALID_INPUT', fields: { days: expect.any(String) } },
    });
  }
});
