import { compare } from 'bcryptjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '@/lib/db/migrate';
import { seedDatabase } from '@/lib/db/seed/seed-database';
import { createDatabase, type TestDatabase } from '../../support/postgres';

const options = { demo: true, adminEmail: 'Boss@Example.com', adminPassword: 'a password of our own' };
const databases: TestDatabase[] = [];
let written: Record<string, number>[];

beforeAll(async () => {
  databases.push(await createDatabase(), await createDatabase({ major: 15 }));
  written = [];
  for (const { url } of databases) {
    await runMigrations(url);
    written.push((await seedDatabase(url, options)).rows);
  }
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

/** Rows and a digest of each table; without what differs by design: the admin's salt and the time of the seed. */
async function fingerprint(database: TestDatabase): Promise<Record<string, unknown>> {
  const tables = await database.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'seed_status' order by 1`,
  );
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    const row = name === 'users' ? `t - case when id like 'a0000000%' then 'password_hash' else '' end` : 't';
    const [digest] = await database.query(
      `select count(*)::int as rows, md5(string_agg(r::text, '' order by r::text collate "C")) as digest
       from (select ${row} as r from (select to_jsonb(s) as t, s.* from "${name}" s) x) y`.replace(
        's.*',
        name === 'users' ? 's.id' : '1',
      ),
    );
    found[name] = digest;
  }
  return found;
}

test('two databases hold the same rows', async () => {
  const [first, second] = await Promise.all(databases.map(fingerprint));
  expect(first).toEqual(second);
  expect(written[0]).toEqual(written[1]);
  const total = Object.values(written[0] ?? {}).reduce((sum, rows) => sum + rows, 0);
  expect(total).toBeGreaterThan(55_000);
  expect(total).toBeLessThan(70_000);
});

test('the admin can sign in, has the admin role and every permission', async () => {
  const [database] = databases;
  const [admin] =
    (await database?.query<{ email: string; hash: string; keys: string[] }>(`
    select u.email, u.password_hash as hash, array_agg(p.key) as keys
    from users u join user_roles ur on ur.user_id = u.id join roles r on r.id = ur.role_id and r.is_admin
    join role_permissions rp on rp.role_id = r.id join permissions p on p.id = rp.permission_id group by 1, 2`)) ?? [];
  expect(admin?.email).toBe('boss@example.com');
  expect(admin?.hash).toMatch(/^\$2b\$10\$/);
  expect(await compare(options.adminPassword, admin?.hash ?? '')).toBe(true);
  expect(admin?.keys).toHaveLength(28);
  expect(admin?.keys).toContain('system:backup');
});

test('the demo has several scripts, quotes, line breaks and backslashes', async () => {
  const [database] = databases;
  const [found] =
    (await database?.query<Record<string, number>>(String.raw`
    select count(*) filter (where content ~ '[一-龠]')::int as han, count(*) filter (where content ~ '[ء-ي]')::int as arabic,
      count(*) filter (where content like '%"%')::int as quotes, count(*) filter (where content like '%''%')::int as apostrophes,
      count(*) filter (where content like E'%\n%')::int as breaks, count(*) filter (where strpos(content, '\') > 0)::int as backslashes
    from comments`)) ?? [];
  for (const count of Object.values(found ?? {})) expect(count).toBeGreaterThan(50);
});

test('a seeded database is left alone', async () => {
  const [database] = databases;
  expect(await seedDatabase(database?.url, options)).toEqual({ rows: {} });
});
