import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabase } from '@/lib/backup/database/describe-database';
import type { DumpSelection } from '@/lib/backup/database/dump/dump-engine';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import { runPreflight } from '@/lib/backup/database/preflight';
import { createDatabase, createRole, type TestDatabase } from '@/tests/support/postgres';
import { targetOf } from './dump-support';

let database: TestDatabase;
let role: Awaited<ReturnType<typeof createRole>>;
let asAdmin: pg.Client;
let asRole: pg.Client;
const full: DumpSelection = { kind: 'full' };
const run = (client: pg.Client, selection: DumpSelection = full) =>
  runPreflight(client, { selection, excludeSchemas: ['backup'] });
const refusal = async (client: pg.Client, selection: DumpSelection = full) => {
  const result = await run(client, selection);
  if (result.ok) throw new Error('expected a refusal');
  return result.error;
};

beforeAll(async () => {
  database = await createDatabase({ major: 17 });
  role = await createRole(17);
  await database.query(
    `CREATE SCHEMA backup; CREATE TABLE backup.run (id int); CREATE SCHEMA hidden; CREATE TABLE hidden."innerTable" (id int);
     CREATE TABLE public."userAccount" (id serial, name text); INSERT INTO public."userAccount" (name) VALUES ('a');
     CREATE TABLE public.parted (id int) PARTITION BY LIST (id); CREATE TABLE public.part PARTITION OF public.parted DEFAULT`,
  );
  const target = targetOf(database.url);
  asAdmin = await openClient(target, { applicationName: 'test' });
  asRole = await openClient({ ...target, user: role.name, password: role.password }, { applicationName: 'test' });
});
afterAll(async () => {
  await closeClient(asAdmin);
  await closeClient(asRole);
  await database.drop();
  await role.drop();
});

test('says what the server is', async () => {
  const result = await run(asAdmin);
  expect(result).toMatchObject({
    ok: true,
    value: { serverMajor: 17, encoding: 'UTF8', isSuperuser: true, inRecovery: false, tables: 3, warnings: [] },
  });
  if (result.ok) expect(result.value.serverVersion).toMatch(/^17\.\d+$/);
});

test('names what the role may not read, with the statement that cures it, until nothing is left', async () => {
  const all = await refusal(asRole);
  expect(all).toMatchObject({ code: 'FORBIDDEN', retryable: false, details: { reason: 'privilege' } });
  const seen: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    const result = await run(asRole);
    if (result.ok) break;
    seen.push(result.error.message);
    const cure = /^Run as its owner: (.*?)(?: Or everything|$)/.exec(result.error.hint ?? '')?.[1] ?? '';
    await database.query(cure);
  }
  expect((await run(asRole)).ok).toBe(true);
  expect(seen[0]).toContain('hidden.innerTable');
  expect(seen.at(-1)).toContain('sequence "userAccount_id_seq"');
  expect(seen).toHaveLength(5);
});

test('a large object of another role', async () => {
  await database.query("SELECT lo_from_bytea(4711, decode(repeat('00', 9), 'hex'))");
  const error = await refusal(asRole);
  expect(error.message).toContain('large object 4711');
  await database.query(/Run as its owner: (.*)$/.exec(error.hint ?? '')?.[1] ?? '');
  expect((await run(asRole)).ok).toBe(true);
});

test('row security that hides rows', async () => {
  await database.query('ALTER TABLE public."userAccount" ENABLE ROW LEVEL SECURITY');
  expect(await refusal(asRole)).toMatchObject({
    code: 'FORBIDDEN',
    details: { reason: 'row-security', table: 'userAccount' },
  });
  expect((await run(asRole, { kind: 'schema' })).ok).toBe(true);
  expect((await run(asAdmin)).ok).toBe(true);
  await database.query(`ALTER ROLE "${role.name}" BYPASSRLS`);
  expect((await run(asRole)).ok).toBe(true);
  await database.query('ALTER TABLE public."userAccount" DISABLE ROW LEVEL SECURITY');
});

test('a table that a migration holds', async () => {
  const migration = await openClient(targetOf(database.url), { applicationName: 'test' });
  await migration.query('BEGIN; LOCK TABLE public."userAccount" IN ACCESS EXCLUSIVE MODE');
  expect(await refusal(asAdmin)).toMatchObject({ code: 'BUSY', details: { table: 'userAccount' } });
  const part: DumpSelection = { kind: 'tables', tables: [{ schema: 'public', name: 'part' }] };
  expect((await run(asAdmin, part)).ok).toBe(true);
  await expect(describeDatabase(asAdmin, { excludeSchemas: [] })).rejects.toMatchObject({ error: { code: 'BUSY' } });
  await migration.query('ROLLBACK; BEGIN; LOCK TABLE backup.run IN ACCESS EXCLUSIVE MODE');
  expect((await run(asAdmin)).ok).toBe(true);
  await closeClient(migration);
});

test('a giant row is a warning', async () => {
  await database.query(
    `CREATE TABLE public.files (id int, body text); ALTER TABLE public.files ALTER body SET STORAGE EXTERNAL;
     INSERT INTO public.files VALUES (1, repeat('x', 110000000)), (2, 'small')`,
  );
  const result = await run(asAdmin);
  expect(result.ok && result.value.warnings).toEqual([expect.stringContaining('"files" takes 110 MB')]);
  await database.query('DROP TABLE public.files');
});

test('the card of the overview', async () => {
  const view = await describeDatabase(asAdmin, { excludeSchemas: ['backup'] });
  expect(view).toMatchObject({ database: database.name, host: '127.0.0.1', tables: 3 });
  expect(view.largest[0]).toMatchObject({ schema: 'public', name: 'userAccount' });
});
