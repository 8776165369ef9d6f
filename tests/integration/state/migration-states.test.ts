import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { readMigrationJournal } from '@/lib/db/migration-journal';
import { ended } from '../../support/backup-module';
import { openStateSite, type StateSite } from './state-site';

let site: StateSite;

beforeEach(async () => {
  site = await openStateSite();
});
afterEach(() => site.close());

const LAST = '0005_account_deactivation';
const newest = async () => Math.max(...(await readMigrationJournal()).map(({ when }) => when));
const NOTE = 'create table public.notes (id text primary key);';

test('a site that agrees: every migration with its hash, its size and when it was made', async () => {
  const journal = await readMigrationJournal();
  const state = await site.state();
  expect(state).toMatchObject({
    verdict: 'applied',
    applied: journal.length,
    journal: journal.length,
    files: journal.length,
    pending: [],
    refusal: 'nothing-pending',
    lastRun: null,
  });
  expect(state.rows.map(({ tag, hash, state: word, notes }) => ({ tag, hash, word, notes }))).toEqual(
    journal.map(({ tag, hash }) => ({ tag, hash, word: 'applied', notes: [] })),
  );
  expect(state.rows[0]).toMatchObject({
    bytes: (await stat('drizzle/0000_identity.sql')).size,
    madeAt: new Date(journal[0]?.when ?? 0).toISOString(),
    // This server does not keep the times of its transactions, and no recovery point was made.
    appliedAt: null,
    seenAt: null,
  });
});

test('the oldest recovery point that has a migration dates it', async () => {
  const actor = { id: null, name: 'Test' };
  const first = await ended(
    startBackup(site.module.context, { scope: 'schema', engine: 'wasm' }, { trigger: 'cli', actor }),
  );
  await ended(startBackup(site.module.context, { scope: 'schema', engine: 'wasm' }, { trigger: 'cli', actor }));
  expect((await site.row(LAST))?.seenAt).toBe(first.createdAt);
});

test('a journal that is ahead: pending, with what a run would apply', async () => {
  await site.addMigration('0006_notes', NOTE, (await newest()) + 1);
  const state = await site.state();
  expect(state).toMatchObject({ verdict: 'pending', pending: ['0006_notes'], refusal: null });
  expect(await site.row('0006_notes')).toMatchObject({
    state: 'pending',
    hash: createHash('sha256').update(NOTE).digest('hex'),
    bytes: NOTE.length,
    notes: [],
    objects: { present: 0, total: 1 },
  });
});

test('a journal that is behind: the database ran what this version does not know', async () => {
  await site.database.query(
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('f00d', 1900000000000)`,
  );
  const state = await site.state();
  expect(state).toMatchObject({ verdict: 'unknown', refusal: 'nothing-pending' });
  expect(state.rows.at(-1)).toMatchObject({ tag: null, state: 'unknown', hash: null, recordedHash: 'f00d' });
  await site.addMigration('0006_notes', NOTE, 1_900_000_000_001);
  expect((await site.state()).refusal).toBe('diverged');
});

test('a file that was edited after it ran', async () => {
  const before = await site.row(LAST);
  await site.changeFile(LAST, (sql) => `${sql}\n-- a thought`);
  const state = await site.state();
  expect(state).toMatchObject({ verdict: 'changed', refusal: 'nothing-pending' });
  const row = state.rows.find(({ tag }) => tag === LAST);
  expect(row).toMatchObject({ state: 'changed', recordedHash: before?.hash });
  expect(row?.hash).not.toBe(before?.hash);
  expect(await site.migrate()).toEqual({ applied: [] });
});

test('a file without an entry: no migrator runs it', async () => {
  await site.addMigration('0039_add_account_deactivation', NOTE, null);
  expect(await site.state()).toMatchObject({ verdict: 'unlisted', pending: [], refusal: 'nothing-pending' });
  expect(await site.row('0039_add_account_deactivation')).toMatchObject({ state: 'unlisted', madeAt: null });
  expect(await site.migrate()).toEqual({ applied: [] });
});

test('an entry without its file, whether the database ran it or not', async () => {
  await site.removeFile(LAST);
  expect(await site.state()).toMatchObject({ verdict: 'file-missing', refusal: 'file-missing' });
  expect(await site.row(LAST)).toMatchObject({ state: 'file-missing', hash: null, bytes: null });
  expect((await site.row(LAST))?.recordedHash).toMatch(/^[0-9a-f]{64}$/);
  await site.database.query(
    'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)',
  );
  expect(await site.row(LAST)).toMatchObject({ state: 'file-missing', recordedHash: null });
});

test('a pending migration that is older than the newest applied: Drizzle would leave it out, this app runs it', async () => {
  const last = await newest();
  await site.addMigration('0006_older', NOTE, last - 1);
  expect(await site.row('0006_older')).toMatchObject({
    state: 'pending',
    notes: ['skipped-by-drizzle', 'out-of-order'],
  });
  expect(await site.migrate()).toEqual({ applied: ['0006_older'] });
  expect(await site.row('0006_older')).toMatchObject({ state: 'applied', notes: ['out-of-order'] });
});

test('two migrations with one time are two: both are named, and the second is not passed over', async () => {
  const last = await newest();
  await site.addMigration('0006_twin', NOTE, last);
  expect(await site.row(LAST)).toMatchObject({ state: 'applied', notes: ['duplicate-time'] });
  expect(await site.row('0006_twin')).toMatchObject({
    state: 'pending',
    notes: ['skipped-by-drizzle', 'duplicate-time'],
  });
  expect(await site.migrate()).toEqual({ applied: ['0006_twin'] });
  expect((await site.state()).verdict).toBe('applied');
});

test('a migration that was run by hand and stopped half-way, and one that was run whole but not recorded', async () => {
  const two = 'create table a_one (id int);\n--> statement-breakpoint\ncreate table a_two (id int);';
  await site.addMigration('0006_two', two, (await newest()) + 1);
  await site.database.query('create table a_one (id int)');
  expect(await site.state()).toMatchObject({ verdict: 'half-applied', pending: [], refusal: 'half-applied' });
  expect(await site.row('0006_two')).toMatchObject({ state: 'half-applied', objects: { present: 1, total: 2 } });
  await site.database.query('create table a_two (id int)');
  expect(await site.row('0006_two')).toMatchObject({ state: 'half-applied', objects: { present: 2, total: 2 } });
});

test('a pending migration that makes anew what one before it drops is pending, and runs', async () => {
  const last = await newest();
  await site.addMigration('0006_notes', NOTE, last + 1);
  await site.migrate();
  await site.addMigration('0007_away', 'drop table public.notes;', last + 2);
  await site.addMigration('0008_anew', 'create table public.notes (id integer primary key);', last + 3);
  expect(await site.state()).toMatchObject({ verdict: 'pending', pending: ['0007_away', '0008_anew'], refusal: null });
  expect(await site.migrate()).toEqual({ applied: ['0007_away', '0008_anew'] });
  expect((await site.state()).verdict).toBe('applied');
});

test('an edited migration that dropped something never runs again, so what is pending is judged all the same', async () => {
  await site.changeFile(LAST, (sql) => `${sql}\n--> statement-breakpoint\ndrop table if exists gone;`);
  await site.addMigration('0006_notes', NOTE, (await newest()) + 1);
  await site.database.query(NOTE);
  expect(await site.row(LAST)).toMatchObject({ state: 'changed' });
  expect(await site.row('0006_notes')).toMatchObject({ state: 'half-applied', objects: { present: 1, total: 1 } });
});

test('a row of the record that was lost is no pending migration: its objects are there', async () => {
  await site.database.query(
    'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)',
  );
  expect(await site.row(LAST)).toMatchObject({ state: 'half-applied' });
});
