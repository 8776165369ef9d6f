import { afterAll, beforeAll, expect, test } from 'vitest';
import { measuredSteps } from '@/lib/backup/use-cases/measured-steps';
import { restoreProofs } from '@/lib/backup/use-cases/restore-proofs';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';

let site: TestDatabase;
let module: TestModule;

beforeAll(async () => {
  site = await siteDatabase();
  module = await openModule(site.url, { environment: { BACKUP_ENGINE: 'wasm' } });
});
afterAll(async () => {
  await module?.close();
  await site?.drop();
});

const proofs = async () => restoreProofs(module.context, (await module.context.catalog.list()).entries);
const measured = async () => (await measuredSteps(module.context)).map(({ by }) => by);

test('the restore of a part of the data proves and measures no restore of the site; that of a full backup does', async () => {
  const { context } = module;
  const structure = { scope: 'schema', verifyRestore: true } as const;
  expect(await ended(startBackup(context, structure, byTest))).toMatchObject({ proof: 'restored' });
  const group = { scope: 'tables', group: 'auth', verifyRestore: true } as const;
  expect(await ended(startBackup(context, group, byTest))).toMatchObject({ proof: 'restored' });
  expect([await proofs(), await measured()]).toEqual([[], []]);
  await ended(startBackup(context, { scope: 'full', verifyRestore: true }, byTest));
  expect(await proofs()).toMatchObject([{ passed: true, by: 'proof' }]);
  expect(await measured()).toEqual(['drill']);

  // The same in the history: three runs that restored in place, of which one brought everything back.
  await site.query(
    `update backup.runs set kind = 'restore', options = options || '{"restore": {"target": "live"}}'::jsonb`,
  );
  expect(await measured()).toEqual(['drill', 'restore']);
}, 120_000);
