import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getArchitecture } from '@/lib/backup/use-cases/get-architecture';
import type { ArchitectureRowView, DataKind } from '@/lib/backup/views';
import type { TestModule } from '../../support/backup-module';
import { openReadySite, type ReadySite } from './ready-site';

let site: ReadySite;
beforeAll(async () => {
  site = await openReadySite();
}, 120_000);
afterAll(() => site?.close());

const row = async (kind: DataKind, { context }: TestModule = site.module): Promise<ArchitectureRowView | undefined> =>
  (await getArchitecture(context)).rows.find((one) => one.kind === kind);
const gaps = async (kind: DataKind) => (await row(kind))?.missing.map(({ code }) => code);

test('every table of the database stands in one line, with what the newest backup counted of it', async () => {
  const view = await getArchitecture(site.module.context);
  expect(view.backup).toMatchObject({ proof: 'restored', copiedTo: ['near', 'far'], bundle: true, contentHere: true });
  expect(view.database).toMatchObject({ name: site.database.name });
  const placed = view.rows.flatMap(({ place }) => (place.type === 'tables' ? place.tables : []));
  const there = await site.database.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  expect(placed.map(({ schema, name }) => `${schema}.${name}`).toSorted()).toEqual(
    there.map(({ name }) => name).toSorted(),
  );
  const [counted] = await site.database.query<{ n: string }>('select count(*) as n from users');
  const people = await row('people');
  expect(people).toMatchObject({ kept: ['dump'], missing: [] });
  const users = people?.place.type === 'tables' ? people.place.tables.find(({ name }) => name === 'users') : undefined;
  expect(users).toMatchObject({ rowsInBackup: Number(counted?.n) });
});

test('a table that came since the backup, and one outside of every group', async () => {
  await site.database.query('create table public.reviews (id int primary key)');
  const other = await row('other');
  expect(other?.missing[0]).toMatchObject({ code: 'not-in-backup', facts: { names: 'reviews' } });
  expect(other?.missing.at(-1)).toMatchObject({ code: 'no-group' });
  await site.database.query('drop table public.reviews');
  expect((await row('other'))?.missing.map(({ code }) => code)).toEqual(['no-group']);
});

test('content: in the history, on its remote and in the bundle; edits, commits and copies beside it', async () => {
  expect(await row('items')).toMatchObject({
    place: { type: 'content', paths: ['data/'], files: 1 },
    ...{ kept: ['history', 'remote', 'bundle'], missing: [] },
  });
  expect(await row('pages')).toMatchObject({ kept: [], missing: [{ code: 'nothing-there' }] });
  site.content.write('data/one/one.yml', 'name: Changed\n');
  expect(await gaps('items')).toEqual(['unsaved']);
  site.content.write('config.yml', 'site: x\n');
  expect(await row('settings')).toMatchObject({
    place: { files: [{ path: 'config.yml', inBackup: 'absent' }] },
    ...{ kept: [], missing: [{ code: 'outside-history', facts: { names: 'config.yml' } }] },
  });
  site.content.commit('Changed');
  expect(await gaps('items')).toEqual(['not-pushed', 'moved-on']);
  expect(await gaps('settings')).toEqual(['not-pushed', 'moved-on']);
  site.content.git('push', '--quiet');
  expect(await gaps('items')).toEqual(['moved-on']);
  site.content.write('categories.backup.2026-11-01T10-00-00-000Z.yml', '[]\n');
  expect(await gaps('copies')).toEqual(['outside-history', 'lies-beside']);
});

test('a newest backup whose dump was taken away is missing in every line that it held', async () => {
  const [newest] = (await site.module.context.catalog.list()).entries;
  const dump = path.join(site.module.directory, newest?.manifest.artifact.key ?? '');
  await rename(dump, `${dump}.away`);
  expect((await getArchitecture(site.module.context)).backup).toMatchObject({ whole: false });
  expect(await gaps('people')).toEqual(['backup-gone']);
  expect(await gaps('items')).toContain('backup-gone');
  expect((await row('items'))?.kept).not.toContain('bundle');
  await rename(`${dump}.away`, dump);
  expect(await gaps('people')).toEqual([]);
});

test('a part that does not answer says so in its own lines; the others stand', async () => {
  const away = 'postgres://nobody@127.0.0.1:1/none';
  await site.restarted(
    {},
    async (module) => {
      expect(await row('people', module)).toMatchObject({ place: { type: 'unavailable' }, kept: [] });
      expect((await row('items', module))?.kept).toContain('bundle');
    },
    away,
  );
  const store = site.module.directory;
  await rename(store, `${store}-away`);
  await writeFile(store, 'in the way');
  expect(await gaps('people')).toEqual(['storage-down']);
  const content = path.join(site.content.path, '.git');
  await rename(content, `${content}-away`);
  const view = await getArchitecture(site.module.context);
  expect(view).toMatchObject({ content: null, backup: null, storage: { code: 'STORAGE_DOWN' } });
  expect(view.rows.find(({ kind }) => kind === 'items')?.place).toMatchObject({ type: 'unavailable' });
});
