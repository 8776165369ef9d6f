import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MIGRATIONS } from '@/lib/backup/runs/migrations';
import { ensureModuleSchema } from '@/lib/backup/runs/module-schema';
import { listRuns } from '@/lib/backup/runs/run-records';
import { createRole } from '@/tests/support/postgres';
import { type ModuleDatabase, moduleDatabase } from './module-database';

let site: ModuleDatabase;
let role: Awaited<ReturnType<typeof createRole>>;

beforeEach(async () => {
  site = await moduleDatabase({ withSchema: false });
  role = await createRole(18, { login: true, password: 'pw' });
});
afterEach(async () => {
  await site.close();
  await role.drop();
});

const asRole = (): string => {
  const url = new URL(site.database.url);
  url.username = role.name;
  url.password = role.password;
  return url.href;
};

it('is made once by 40 parallel first calls from several instances, and only looked at afterwards', async () => {
  const pools = Array.from({ length: 8 }, () => site.connect());
  // A wrapper of its own per call, so that no call is spared by the memory of another.
  await Promise.all(Array.from({ length: 40 }, (_, i) => ensureModuleSchema(Object.create(pools[i % 8] ?? site.db))));
  expect(await site.database.query('select id from backup.__migrations')).toEqual(MIGRATIONS.map(({ id }) => ({ id })));
  expect(await listRuns(site.db, { limit: 5 })).toEqual([]);
  expect(ensureModuleSchema(site.db)).toBe(ensureModuleSchema(site.db));
});

it('names the grant that is missing, and works once it is given', async () => {
  const db = site.connect({ url: asRole() });
  await expect(ensureModuleSchema(db)).rejects.toMatchObject({
    error: {
      code: 'FORBIDDEN',
      hint: `Let the owner of the database run: GRANT CREATE ON DATABASE ${site.database.name} TO ${role.name};`,
    },
  });
  await site.database.query(`grant create on database ${site.database.name} to ${role.name}`);
  await ensureModuleSchema(db);
  expect(await listRuns(db, { limit: 5 })).toEqual([]);
});

it('works in a schema that the owner of the database made for the role', async () => {
  await site.database.query(`create schema backup authorization ${role.name}`);
  await ensureModuleSchema(site.connect({ url: asRole() }));
});

it('says that the database is down', async () => {
  const client = postgres('postgres://nobody@127.0.0.1:1/none', { max: 1, connect_timeout: 2 });
  await expect(ensureModuleSchema(drizzle(client))).rejects.toMatchObject({ error: { code: 'DATABASE_DOWN' } });
  await client.end();
});
