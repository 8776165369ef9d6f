import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import { getContentCopies } from '@/lib/backup/use-cases/get-content-copies';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentSite, contentSite } from '../content-acts/content-site';

const NOW = '2026-11-24T12:00:00.000Z';
const COPY = 'categories.backup.2026-11-22T12-00-00-000Z.yml';
const NEWER = 'categories-backup-2026-11-23T12-00-00-000Z.yml';
const SETTINGS = 'backups/settings.backup.2026-11-24T11-00-00-000Z.yml';
const LATER = '- id: a\n  name: Alpha\n- id: b\n  name: Beta\n';
const EARLIER = '- id: a\n  name: Alpha\n';

let database: TestDatabase;
let module: TestModule;
let content: ContentSite;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  content = contentSite({ 'categories.yml': LATER, 'settings.yml': 'theme: dark\n', '.gitignore': '*backup*\n' });
  module = await openModule(database.url, {
    host: { contentPath: () => content.site.path },
    clock: { now: () => new Date(NOW) },
  });
  content.site.write(COPY, EARLIER);
  content.site.write(NEWER, LATER);
  content.site.write(SETTINGS, 'theme: light\nsize: 2\n');
});
afterEach(async () => {
  await module.close();
  content.place.remove();
});

const plan = (copy: string) => planContentAct(module.context, { kind: 'copy', path: copy });

test('every copy is listed with its age and what it would change; the newest first', async () => {
  expect(unwrap(await getContentCopies(module.context))).toMatchObject([
    {
      ...{ path: SETTINGS, of: 'settings.yml', at: '2026-11-24T11:00:00.000Z', ageMs: 3_600_000, same: false },
      fields: [
        { field: 'theme', before: 'dark', after: 'light' },
        { field: 'size', before: null, after: '2' },
      ],
    },
    { path: NEWER, of: 'categories.yml', same: true, originalThere: true, fields: [] },
    {
      ...{ path: COPY, of: 'categories.yml', ageMs: 2 * 86_400_000, same: false, originalThere: true },
      fields: [{ list: { removed: [expect.stringContaining('Beta')], added: [] } }],
    },
  ]);
});

test('a copy that is in no commit, and ignored, comes back as one commit; the copy stays', async () => {
  const planned = unwrap(await plan(COPY));
  expect(planned).toMatchObject({
    kind: 'copy',
    refusals: [],
    diff: { commit: null, counts: { changed: 1, added: 0, deleted: 0 }, files: [{ path: 'categories.yml' }] },
    message: expect.stringContaining(`From ${COPY}, which the template made.`),
  });
  const actor = { id: null, name: 'Jane Admin' };
  const done = unwrap(await applyContentAct(module.context, { token: planned.token ?? '', actor }));
  expect(done).toMatchObject({ kind: 'copy', files: 1, pushed: 'pushed' });
  expect(content.site.git('show', 'HEAD:categories.yml')).toBe(EARLIER.trim());
  expect(content.site.git('log', '-1', '--format=%an %s')).toBe('Jane Admin Restore categories.yml from a copy');
  expect(content.site.git('ls-files', COPY)).toBe('');
  expect(unwrap(await plan(COPY))).toMatchObject({ token: null, refusals: [{ code: 'nothing-to-do' }] });
});

test('a file that is gone comes back, and a copy that changed since the plan is not taken', async () => {
  content.site.git('rm', '-q', 'settings.yml');
  content.site.commit('No settings');
  expect(unwrap(await getContentCopies(module.context))[0]).toMatchObject({ path: SETTINGS, originalThere: false });
  const planned = unwrap(await plan(SETTINGS));
  expect(planned.diff.counts).toMatchObject({ added: 1 });
  content.site.write(SETTINGS, 'theme: other\n');
  const actor = { id: null, name: 'Jane Admin' };
  expect(await applyContentAct(module.context, { token: planned.token ?? '', actor })).toMatchObject({
    ok: false,
    error: { code: 'STALE' },
  });
  content.site.write('settings.yml', 'theme: by hand\n');
  expect(unwrap(await plan(SETTINGS))).toMatchObject({ token: null, refusals: [{ code: 'unsaved' }] });
});

test.each([
  ['categories.yml', 'INVALID_INPUT'],
  ['backups/../categories.backup.2026.yml', 'INVALID_INPUT'],
  ['backups/x/y.backup.2026.yml', 'INVALID_INPUT'],
  ['/etc/categories.backup.2026.yml', 'INVALID_INPUT'],
  ['backups/.git.backup.2026.yml', 'NOT_FOUND'],
  ['categories.backup.1999.yml', 'NOT_FOUND'],
])('%s is no copy: %s', async (copy, code) => {
  expect(await plan(copy)).toMatchObject({ ok: false, error: { code } });
});

test('a link is neither listed nor followed; what does not parse has no fields', async () => {
  const outside = path.join(content.place.root, 'outside.yml');
  writeFileSync(outside, 'secret: 1\n');
  const link = 'categories.backup.2026-11-24T10-00-00-000Z.yml';
  symlinkSync(outside, path.join(content.site.path, link));
  rmSync(path.join(content.site.path, 'backups'), { recursive: true });
  const folder = path.join(content.place.root, 'elsewhere');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'settings.backup.2026.yml'), 'secret: 1\n');
  symlinkSync(folder, path.join(content.site.path, 'backups'));
  content.site.write(COPY, '{ broken: [');
  const listed = unwrap(await getContentCopies(module.context));
  expect(listed.map(({ path: name }) => name)).toEqual([NEWER, COPY]);
  expect(listed[1]).toMatchObject({ same: false, fields: null });
  expect(await plan(link)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(await plan('backups/settings.backup.2026.yml')).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(unwrap(await plan(COPY)).unparsable).toMatchObject([{ path: 'categories.yml' }]);
});
