import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Manifest } from '@/lib/backup/catalog/manifest';
import { newId } from '@/lib/backup/kernel/ids';
import { type CatalogFixture, catalogFixture, keys, sampleVerification } from './catalog-fixture';

let fixture: CatalogFixture;
beforeEach(async () => {
  fixture = await catalogFixture();
});
afterEach(() => fixture.tearDown());

const actor = 'Ada';
const now = () => new Date().toISOString();
const RECORDS: [string, (id: string) => Promise<unknown>][] = [
  ['a verification', (id) => fixture.catalog.addVerification(sampleVerification(id))],
  ['a pin', (id) => fixture.catalog.pin(id, { actor, note: null })],
  [
    'a copy',
    (id) => {
      const outcome = { passed: true, reason: null, size: 1, durationMs: 1 };
      return fixture.catalog.addCopy({
        ...{ version: 1, id: newId(new Date()), backupId: id, destination: 'offsite', at: now() },
        ...outcome,
      });
    },
  ],
];

const lose = async ({ id, artifact }: Manifest) => {
  for (const key of [keys.manifestKey(id), artifact.key]) await rm(path.join(fixture.directory, key));
};
const missing = ({ id }: Manifest) => ({ kind: 'missing', key: keys.manifestKey(id), backupId: id });

it.each(RECORDS)('%s that is left alone tells of the backup that is gone', async (_, addRecord) => {
  const kept = await fixture.backUp();
  const lost = await fixture.backUp();
  for (const { id } of [kept, lost]) await addRecord(id);
  expect((await fixture.catalog.check()).findings).toEqual([]);
  await lose(lost);
  const { findings, backups } = await fixture.catalog.check();
  expect(findings).toMatchObject([missing(lost)]);
  expect(findings).toHaveLength(1);
  expect(backups).toEqual([kept.id]);
});

it('says nothing of what was deleted on purpose, and believes no record that was changed', async () => {
  const removed = await fixture.backUp();
  await fixture.catalog.addVerification(sampleVerification(removed.id));
  await fixture.catalog.remove(removed.id, { actor });
  const limit = { olderThan: new Date(Date.now() + 60_000) };
  await fixture.catalog.purgeRemoved({ ...limit, keep: new Set([removed.id]) });
  expect((await fixture.catalog.check()).findings).toEqual([]);
  const lost = await fixture.backUp();
  const { id } = await fixture.catalog.addVerification(sampleVerification(lost.id));
  await lose(lost);
  await fixture.overwrite(keys.verificationKey(lost.id, id), '{}');
  expect((await fixture.catalog.check()).findings).toMatchObject([
    { kind: 'damaged', key: keys.verificationKey(lost.id, id) },
  ]);
});
