import { afterAll, beforeAll, expect, it } from 'vitest';
import { fingerprintTables } from '@/lib/backup/database/fingerprint/fingerprint-tables';
import { openClient } from '@/lib/backup/database/open-client';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { createDatabase, createRole, type TestDatabase, type TestRole } from '@/tests/support/postgres';
import { fingerprintOf, targetOf } from './fingerprint-of';

const T = { schema: 'public', name: 't' };
let database: TestDatabase;
let role: TestRole;
beforeAll(async () => {
  database = await createDatabase();
  role = await createRole(18, {});
  await database.query(`CREATE TABLE t (a int, r int); INSERT INTO t SELECT g, g % 5 FROM generate_series(1, 100) g;
    CREATE TABLE u (a int); CREATE POLICY p ON t USING (r = 1); GRANT SELECT ON t, u TO "${role.name}"`);
});
afterAll(async () => {
  await database?.drop();
  await role?.drop();
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) =>
      thrown instanceof AppFailure ? `${thrown.error.code}: ${thrown.error.message}` : String(thrown),
  );
const asRole = () => database.url.replace(/\/\/[^@]*@/, `//${role.name}:${encodeURIComponent(role.password)}@`);

it('refuses to read a part of a table where row security hides rows', async () => {
  expect(await codeOf(fingerprintOf(asRole(), [T]))).toBe('done');
  await database.query('ALTER TABLE t ENABLE ROW LEVEL SECURITY');
  expect(await codeOf(fingerprintOf(asRole(), [T]))).toMatch(/^FORBIDDEN: Row security hides rows of the table t /);
  expect((await fingerprintOf(database.url, [T]))[0]?.rows).toBe(100);
});

it('says which table is gone or may not be read', async () => {
  await database.query(`REVOKE SELECT ON u FROM "${role.name}"`);
  expect(await codeOf(fingerprintOf(asRole(), [{ schema: 'public', name: 'u' }]))).toMatch(/^FORBIDDEN: The table u /);
  expect(await codeOf(fingerprintOf(database.url, [{ schema: 'public', name: 'none' }]))).toMatch(
    /^BUSY: The table none /,
  );
});

it('reports each table, and stops between tables and within one where the run is cancelled', async () => {
  const seen: [string, number][] = [];
  await fingerprintOf(database.url, [T], { onTable: ({ name }, rows) => seen.push([name, rows]) });
  expect(seen).toEqual([['t', 100]]);
  expect(await codeOf(fingerprintOf(database.url, [T], { signal: AbortSignal.abort() }))).toMatch(/^CANCELLED/);

  const controller = new AbortController();
  const blocker = await openClient(targetOf(database.url), { applicationName: 'test' });
  const client = await openClient(targetOf(database.url), { applicationName: 'test', signal: controller.signal });
  try {
    await blocker.query('BEGIN; LOCK TABLE t');
    await client.query('BEGIN');
    const running = codeOf(fingerprintTables(client, [T], { signal: controller.signal }));
    controller.abort();
    expect(await running).toMatch(/^CANCELLED/);
  } finally {
    await blocker.end();
  }
});

it('insists on a transaction, because its settings would not hold without one', async () => {
  const client = await openClient(targetOf(database.url), { applicationName: 'test' });
  try {
    await expect(fingerprintTables(client, [T])).rejects.toThrow(/needs an open transaction/);
  } finally {
    await client.end();
  }
});
