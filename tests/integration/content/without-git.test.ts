import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import { findItems } from '@/lib/backup/use-cases/find-items';
import { getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getContentIncidents } from '@/lib/backup/use-cases/get-content-incidents';
import { getContentStatus } from '@/lib/backup/use-cases/get-content-status';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { getOverview } from '@/lib/backup/use-cases/get-overview';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentRepository, type Workshop, workshop } from './content-repository';

let database: TestDatabase;
let module: TestModule;
let shop: Workshop;
let site: ContentRepository;

beforeAll(async () => {
  shop = workshop();
  site = shop.repository();
  site.write('a.yml', 'a: 1\n');
  site.commit('First');
  database = await siteDatabase();
  const environment = { PATH: '/nowhere', BACKUP_ENGINE: 'wasm' };
  module = await openModule(database.url, { host: { contentPath: () => site.path }, environment });
});
afterAll(async () => {
  await module?.close();
  await database?.drop();
  shop?.remove();
});

test('the overview says that content is unavailable here, and why; everything else is there', async () => {
  const { id } = await ended(startBackup(module.context, { scope: 'schema', format: 'sql' }, byTest));
  const overview = await getOverview(module.context);
  expect(overview.content).toMatchObject({
    state: 'unavailable',
    error: { code: 'UNSUPPORTED', message: expect.stringContaining('Git is not installed') },
  });
  expect(JSON.stringify(overview)).toContain(id);
  const { content, ...others } = overview;
  expect(JSON.stringify(others)).not.toContain('UNSUPPORTED');
  expect(content).toBeDefined();
});

test('every question and act is answered with what to install', async () => {
  const { context } = module;
  const sha = '0'.repeat(40);
  const answers = await Promise.all<{ ok: boolean }>([
    getContentHistory(context),
    getFileHistory(context, { path: 'a.yml' }),
    getContentDiff(context, { sha }),
    getContentStatus(context),
    getContentIncidents(context),
    getDeletedFiles(context),
    findItems(context, { text: 'a' }),
    planContentAct(context, { kind: 'revert', sha }),
  ]);
  for (const answer of answers) {
    expect(answer).toMatchObject({
      ok: false,
      error: {
        code: 'UNSUPPORTED',
        message: 'Content history is unavailable here: Git is not installed.',
        hint: expect.stringContaining('Install Git'),
      },
    });
  }
  const actor = { id: null, name: 'Jane' };
  expect(await applyContentAct(context, { token: 'x', actor })).toMatchObject({ ok: false });
});
