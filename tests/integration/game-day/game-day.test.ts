import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { endGameDay } from '@/lib/backup/use-cases/end-game-day';
import { getGameDay } from '@/lib/backup/use-cases/get-game-day';
import { lookAtGameDay } from '@/lib/backup/use-cases/look-at-game-day';
import { rehearseRestore } from '@/lib/backup/use-cases/rehearse-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startGameDay } from '@/lib/backup/use-cases/start-game-day';
import { byTest, ended as endedRun, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentSite, contentSite } from '../content-acts/content-site';
import { current, ended, HELD, records, rehearsed, restoredDay } from './game-day-site';

let site: TestDatabase;
let module: TestModule;
let content: ContentSite;
let copy: string;

beforeEach(async () => {
  site = await siteDatabase();
  content = contentSite({ 'a.yml': 'name: A\n' });
  copy = path.join(content.place.root, 'copy');
  module = await open({ BACKUP_COPIES: `away=${copy}` });
});
const open = (environment: Record<string, string> = {}) =>
  openModule(site.url, {
    environment: { BACKUP_ENGINE: 'wasm', ...environment },
    host: { contentPath: () => content.site.path },
  });
afterEach(async () => {
  await module?.close();
  content?.place.remove();
  await site?.drop();
});

const backUp = (verifyRestore = false) =>
  endedRun(startBackup(module.context, { scope: 'full', verifyRestore }, byTest));

test('passed: restored beside, compared, looked at, signed, copied, listed without a database, and nothing is left', async () => {
  expect(await startGameDay(module.context, {}, byTest)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  const proven = await backUp(true);
  await backUp();
  const id = await restoredDay(module);
  expect(await current(module)).toMatchObject({
    id,
    step: 'look',
    backup: { id: proven.id },
    run: { status: 'done' },
    compared: { same: true, tables: proven.tables.length, rows: proven.rows },
    outcome: 'failed',
    reasons: [{ code: 'not-looked' }],
  });
  expect(await rehearsed(site)).toHaveLength(1);
  expect(await startGameDay(module.context, {}, byTest)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });

  await lookAtGameDay(module.context, { id });
  expect(await current(module)).toMatchObject({
    step: 'record',
    outcome: 'passed',
    look: {
      accounts: 1_201,
      content: { state: 'cloned', head: content.site.git('rev-parse', 'HEAD') },
      newest: expect.arrayContaining([{ schema: 'public', name: expect.any(String), at: expect.any(String) }]),
    },
  });
  const record = await ended(module, id, { people: ['Noor', ' ', 'Sam'], notes: 'Slow network.\nElse fine.' });
  expect(record).toMatchObject({
    outcome: 'passed',
    reasons: [],
    people: ['Noor', 'Sam'],
    notes: 'Slow network.\nElse fine.',
    restoreMs: expect.any(Number),
  });
  expect(record.needs.every(({ state }) => state === 'yes')).toBe(true);
  expect(record.steps.map(({ key }) => key)).toEqual(['prepare', 'readback', 'load', 'compare', 'look']);
  expect(await rehearsed(site)).toEqual([]);
  expect(await current(module)).toBeNull();
  expect(await endGameDay(module.context, { id }, byTest)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  const audit = await site.query(`select act from backup.audit_events where act like 'game-day%' order by seq`);
  expect(audit).toEqual([{ act: 'game-day.start' }, { act: 'game-day.end' }]);

  const key = path.join('test-directory', 'game-days', `${id}.json`);
  const signed = await readFile(path.join(module.directory, key));
  expect(await readFile(path.join(copy, key))).toEqual(signed);
  const check = await checkCatalogs(module.context, {});
  expect(JSON.stringify(check)).not.toContain('game-days');

  const gone = new URL(site.url);
  gone.pathname = '/no_such_database';
  const alone = await openModule(gone.href, { environment: { BACKUP_LOCAL_DIR: module.directory } });
  try {
    const page = await getGameDay(alone.context);
    expect(page.current.state).toBe('unavailable');
    expect(page.history).toMatchObject({
      state: 'known',
      value: { records: [{ id, outcome: 'passed' }], damaged: [] },
    });
  } finally {
    await alone.close();
  }

  await writeFile(path.join(module.directory, key), signed.toString().replace('"passed"', '"failed"'));
  expect(await records(module)).toEqual({ records: [], damaged: [id] });
  expect(JSON.stringify(await checkCatalogs(module.context, {}))).toContain('The record of a game day was changed');
}, 120_000);

test('a damaged artifact, a table that differs, a key that nobody had: failed, with the reason, and never passed', async () => {
  await module.close();
  // Without a copy that the damaged file would be put back from.
  module = await open();
  const backup = await backUp();
  const { artifact } = (await module.context.catalog.get(backup.id)).manifest;
  const file = path.join(module.directory, artifact.key);
  const bytes = await readFile(file);
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8((damaged[damaged.length >> 1] ?? 0) ^ 1, damaged.length >> 1);
  await writeFile(file, damaged);
  const first = await restoredDay(module, backup.id);
  expect(await current(module)).toMatchObject({ step: 'record', outcome: 'failed' });
  expect(await lookAtGameDay(module.context, { id: first })).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  expect(await rehearseRestore(module.context, { id: first, actor: byTest.actor })).toMatchObject({
    ok: false,
    error: { code: 'CONFLICT' },
  });
  const record = await ended(module, first);
  expect(record).toMatchObject({ outcome: 'failed', restoreMs: null, compared: null });
  expect(record.reasons.map(({ code }) => code)).toEqual(['restore']);
  expect(await rehearsed(site)).toEqual([]);

  // What was found damaged once is not rehearsed with again.
  expect(await startGameDay(module.context, { backupId: backup.id }, byTest)).toMatchObject({ ok: false });
  const good = await backUp();
  const { catalog } = module.context;
  const { get } = catalog;
  catalog.get = async (id) => {
    const entry = await get(id);
    const tables = entry.manifest.tables.map((table) =>
      table.name === 'comments' ? { ...table, rows: table.rows + 1 } : table,
    );
    return { ...entry, manifest: { ...entry.manifest, tables } };
  };
  const second = await restoredDay(module, good.id);
  catalog.get = get;
  const differed = await ended(module, second);
  expect(differed.outcome).toBe('failed');
  expect(differed.reasons.map(({ code, text }) => [code, text.includes('comments')])).toEqual([
    ['restore', true],
    ['compare', true],
  ]);

  const third = await restoredDay(module, good.id, { ...HELD, keys: false });
  await lookAtGameDay(module.context, { id: third });
  expect(await ended(module, third)).toMatchObject({
    outcome: 'failed',
    reasons: [{ code: 'need', text: 'Nobody had the keys at hand.' }],
  });
  expect((await records(module)).records.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
  expect(await rehearsed(site)).toEqual([]);
}, 120_000);

test('given up before, and while the restore is under way: recorded as that, and nothing is left', async () => {
  await backUp();
  const before = await startGameDay(module.context, {}, byTest);
  const id = before.ok ? before.value.id : '';
  expect(await endGameDay(module.context, { id }, byTest)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  expect(await ended(module, id, { giveUp: true, notes: 'No time.' })).toMatchObject({ outcome: 'given-up' });

  const again = await startGameDay(module.context, {}, byTest);
  const second = again.ok ? again.value.id : '';
  const started = await rehearseRestore(module.context, { id: second, ticks: HELD, actor: byTest.actor });
  expect(await endGameDay(module.context, { id: second }, byTest)).toMatchObject({
    ok: false,
    error: { code: 'BUSY' },
  });
  expect(await ended(module, second, { giveUp: true })).toMatchObject({ outcome: 'given-up', look: null });
  if (started.ok) await started.value.finished;
  expect(await rehearsed(site)).toEqual([]);
  expect((await records(module)).records).toHaveLength(2);
}, 90_000);

test('given up while a restore is planned: the restore is not begun, and nothing is left', async () => {
  await backUp();
  const { id } = unwrap(await startGameDay(module.context, {}, byTest));
  const { catalog } = module.context;
  const { get } = catalog;
  let givenUp: unknown = null;
  // The plan reads the manifest: in that moment somebody else gives the day up.
  catalog.get = async (backup) => {
    catalog.get = get;
    givenUp = await endGameDay(module.context, { id, giveUp: true }, byTest);
    return get(backup);
  };
  const rehearsal = await rehearseRestore(module.context, { id, actor: byTest.actor });
  expect(givenUp).toMatchObject({ ok: true, value: { outcome: 'given-up' } });
  expect(rehearsal).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  expect(await site.query(`select id from backup.runs where kind = 'restore'`)).toEqual([]);
  expect([await rehearsed(site), await current(module)]).toEqual([[], null]);
});
