import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import { judgeContent } from '@/lib/backup/use-cases/judge-content';
import { mendContent } from '@/lib/backup/use-cases/mend-content';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { saveUnsavedEdits } from '@/lib/backup/use-cases/save-unsaved-edits';
import { setAsideUnsavedEdits } from '@/lib/backup/use-cases/set-aside-unsaved-edits';
import { openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { tick } from '../../support/ticking';
import { type ContentSite, contentSite } from './content-site';

let database: TestDatabase;
let module: TestModule;
let content: ContentSite;
const jane = { id: 'jane', name: 'Jane Admin', email: 'jane@example.com' };

beforeAll(async () => {
  database = await createDatabase();
  module = await openModule(database.url, { host: { contentPath: () => content.site.path } });
});
afterAll(async () => {
  await module?.close();
  await database?.drop();
});
beforeEach(() => {
  const items = Array.from({ length: 40 }, (_, index) => [`data/${index}.yml`, `name: Item ${index}\n`]);
  content = contentSite(Object.fromEntries(items));
});
afterEach(() => content.place.remove());

const alarms = () => module.logged.filter((line) => line.includes('The content was damaged'));

it('judges each commit once, tells of a mass deletion in the log, and is quiet once it was recovered', async () => {
  expect(unwrap(await judgeContent(module.context)).fresh).toEqual([]);
  content.site.git('rm', '-q', '-r', 'data');
  content.site.write('left.yml', 'x: 1\n');
  const damage = content.site.commit('Update collections');
  content.site.git('push', '-q', 'origin', 'main');
  const before = alarms().length;
  expect(unwrap(await judgeContent(module.context)).fresh).toMatchObject([
    { kind: 'mass-deletion', sha: damage, deleted: 40, total: 40 },
  ]);
  expect(unwrap(await judgeContent(module.context)).fresh).toEqual([]);
  content.site.write('left.yml', 'x: 2\n');
  content.site.commit('Later');
  expect(unwrap(await judgeContent(module.context)).fresh).toEqual([]);
  expect(alarms()).toHaveLength(before + 1);
  const { token } = unwrap(await planContentAct(module.context, { kind: 'recover', sha: damage }, jane));
  unwrap(await applyContentAct(module.context, { token: token ?? '', actor: jane }));
  expect(unwrap(await judgeContent(module.context)).fresh).toEqual([]);
});

it('saves edits as a commit of the admin, puts others aside, and brings newer commits', async () => {
  content.site.write('data/1.yml', 'name: Saved\n');
  content.site.write('data/2.yml', 'name: Aside\n');
  const saved = unwrap(await saveUnsavedEdits(module.context, { paths: ['data/1.yml'], actor: jane }));
  expect(saved).toMatchObject({ pushed: 'pushed', live: true, files: 1 });
  expect(content.site.git('status', '--porcelain')).toBe('M data/2.yml');
  expect(content.site.git('log', '-1', '--format=%an|%s')).toBe('Jane Admin|Save edits of data/1.yml');
  const aside = unwrap(await setAsideUnsavedEdits(module.context, { paths: ['data'], actor: jane }));
  expect(content.site.git('show', `${aside.rescueRef}:data/2.yml`)).toBe('name: Aside');
  expect(content.site.git('status', '--porcelain')).toBe('');
  expect(await setAsideUnsavedEdits(module.context, { paths: ['data'], actor: jane })).toMatchObject({
    ok: false,
    error: { code: 'NOTHING_TO_DO' },
  });

  const bot = content.elsewhere();
  bot.write('data/bot.yml', 'name: Bot\n');
  const tip = bot.commit('Bot');
  bot.git('push', '-q', 'origin', 'HEAD:main');
  const status = unwrap(await mendContent(module.context, { act: 'fetch', actor: jane }));
  expect(status).toMatchObject({ head: tip, behind: 0, ahead: 0 });
  const rows = await database.query(`select status, note from backup.runs where kind = 'content' order by fence desc`);
  expect(rows.slice(0, 2)).toEqual([
    { status: 'done', note: 'Newer content got from the remote' },
    { status: 'done', note: 'Edits put aside: 1 file' },
  ]);
});

it('is judged by every call of the schedule, also where the backup of the day is there', async () => {
  await unwrap(await tick(module.context)).finished;
  const before = alarms().length;
  content.site.git('rm', '-q', '-r', 'data');
  content.site.write('left.yml', 'x: 1\n');
  content.site.commit('Half a save');
  expect(unwrap(await tick(module.context))).toMatchObject({ started: false });
  expect(alarms()).toHaveLength(before + 1);
});
