import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepStorageTest, readStorageTests } from '@/lib/backup/runs/storage-tests';
import type { StorageTestView } from '@/lib/backup/views';
import { type ModuleDatabase, moduleDatabase } from './module-database';

let site: ModuleDatabase;

beforeAll(async () => {
  site = await moduleDatabase();
});
afterAll(() => site.close());

const test = (at: string, passed: boolean): StorageTestView => ({
  at,
  passed,
  error: null,
  steps: [],
  clockAheadMs: 0,
});
const [EARLIER, LATER] = ['2026-01-05T02:00:00.000Z', '2026-01-05T02:00:01.500Z'];

it('keeps the newest test of a place, in whatever order they arrive', async () => {
  const place = { name: 'off-site', description: 'local folder /copies' };
  const kept = async () => (await readStorageTests(site.db)).filter(({ name }) => name === place.name);
  await keepStorageTest(site.db, { ...place, description: 'local folder /before' }, test(EARLIER, true));
  await keepStorageTest(site.db, place, test(LATER, false));
  await keepStorageTest(site.db, { ...place, description: 'local folder /before' }, test(EARLIER, true));
  expect(await kept()).toEqual([{ ...place, result: test(LATER, false) }]);
  await keepStorageTest(site.db, place, test(LATER, true));
  expect(await kept()).toMatchObject([{ result: { passed: true } }]);
});

it('lets no clock that was far ahead hide the tests that follow', async () => {
  const place = { name: 'near', description: 'local folder /near' };
  await keepStorageTest(site.db, place, test('2999-01-01T00:00:00.000Z', true));
  await keepStorageTest(site.db, place, test(LATER, false));
  expect(await readStorageTests(site.db)).toContainEqual({ ...place, result: test(LATER, false) });
});
