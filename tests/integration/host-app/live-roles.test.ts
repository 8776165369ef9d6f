import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { confirmPassword, verifyCredentials } from '@/lib/auth/credentials';
import { findLiveAdmin, hasPermission, permissionExists } from '@/lib/auth/live-roles';
import { closeDatabase } from '@/lib/db/drizzle';
import { siteAdmin, siteDatabase } from '../../support/site-database';
import type { TestDatabase } from '../../support/test-database';

let database: TestDatabase;
let adminId: string;

/** Runs a statement, then the check, then what undoes the statement. */
async function during(statement: string, undo: string, check: () => Promise<void>): Promise<void> {
  await database.query(statement, [adminId]);
  try {
    await check();
  } finally {
    await database.query(undo, [adminId]);
  }
}

beforeAll(async () => {
  database = await siteDatabase();
  vi.stubEnv('DATABASE_URL', database.url);
  const user = await verifyCredentials(siteAdmin.email, siteAdmin.password);
  adminId = user?.id ?? '';
});

afterAll(async () => {
  await closeDatabase();
  vi.unstubAllEnvs();
  await database.drop();
});

const switchedOff: [string, string, string][] = [
  ['deleted', 'update users set deleted_at = now() where id = $1', 'update users set deleted_at = null where id = $1'],
  [
    'deactivated',
    'update users set deactivated_at = now() where id = $1',
    'update users set deactivated_at = null where id = $1',
  ],
];

const withoutRole: [string, string, string][] = [
  [
    'whose role is inactive',
    "update roles set status = 'inactive' where id in (select role_id from user_roles where user_id = $1)",
    "update roles set status = 'active' where id in (select role_id from user_roles where user_id = $1)",
  ],
  [
    'whose role was deleted',
    'update roles set deleted_at = now() where id in (select role_id from user_roles where user_id = $1)',
    'update roles set deleted_at = null where id in (select role_id from user_roles where user_id = $1)',
  ],
  [
    'whose role is no admin role any more',
    'update roles set is_admin = false where id in (select role_id from user_roles where user_id = $1)',
    'update roles set is_admin = true where id in (select role_id from user_roles where user_id = $1)',
  ],
];

describe('a password', () => {
  test('of the admin is accepted, however the e-mail is written', async () => {
    expect(adminId).not.toBe('');
    const user = await verifyCredentials(` ${siteAdmin.email.toUpperCase()} `, siteAdmin.password);
    expect(user).toMatchObject({ id: adminId, email: siteAdmin.email });
    expect(user).not.toHaveProperty('passwordHash');
    expect(await confirmPassword(adminId, siteAdmin.password)).toBe(true);
  });

  test.each(['', 'wrong', `${siteAdmin.password} `, siteAdmin.password.toUpperCase()])(
    '%j is refused',
    async (wrong) => {
      expect(await verifyCredentials(siteAdmin.email, wrong)).toBeNull();
      expect(await confirmPassword(adminId, wrong)).toBe(false);
    },
  );

  test('of nobody is refused', async () => {
    expect(await verifyCredentials('nobody@example.com', siteAdmin.password)).toBeNull();
    expect(await confirmPassword('no-such-user', siteAdmin.password)).toBe(false);
  });

  test.each(switchedOff)('of a %s user is refused', (_, statement, undo) =>
    during(statement, undo, async () => {
      expect(await verifyCredentials(siteAdmin.email, siteAdmin.password)).toBeNull();
      expect(await confirmPassword(adminId, siteAdmin.password)).toBe(false);
    }),
  );

  test('of a user without any password is refused', async () => {
    await database.query("insert into users (id, email) values ('no-password', 'no-password@example.com')");
    expect(await verifyCredentials('no-password@example.com', '')).toBeNull();
    expect(await confirmPassword('no-password', 'x')).toBe(false);
  });
});

describe('the live role', () => {
  test('makes the seeded admin an admin, with the permission for backups', async () => {
    expect(await findLiveAdmin(adminId)).toMatchObject({ id: adminId, email: siteAdmin.email });
    expect(await permissionExists('system:backup')).toBe(true);
    expect(await hasPermission(adminId, 'system:backup')).toBe(true);
    expect(await hasPermission(adminId, 'no:such')).toBe(false);
  });

  test('makes nobody else an admin', async () => {
    const [row] = await database.query<{ id: string }>('select id from users where id <> $1 limit 1', [adminId]);
    expect(await findLiveAdmin(row?.id ?? '')).toBeNull();
    expect(await findLiveAdmin('no-such-user')).toBeNull();
    expect(await hasPermission(row?.id ?? '', 'system:backup')).toBe(false);
  });

  test.each([...switchedOff, ...withoutRole])('is gone at once for an admin who is %s', (_, statement, undo) =>
    during(statement, undo, async () => {
      expect(await findLiveAdmin(adminId)).toBeNull();
    }),
  );

  test('is gone at once where the role was taken away', async () => {
    const rows = await database.query<{ role_id: string }>(
      'delete from user_roles where user_id = $1 returning role_id',
      [adminId],
    );
    expect(await findLiveAdmin(adminId)).toBeNull();
    expect(await hasPermission(adminId, 'system:backup')).toBe(false);
    for (const { role_id } of rows) {
      await database.query('insert into user_roles (user_id, role_id) values ($1, $2)', [adminId, role_id]);
    }
    expect(await findLiveAdmin(adminId)).not.toBeNull();
  });
});
