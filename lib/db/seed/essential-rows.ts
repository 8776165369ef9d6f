import { hash } from 'bcryptjs';
import { clientProfiles, permissions, rolePermissions, roles, tenant, userRoles, users } from '../schema';
import type { RowWriter } from './insert-rows';
import { CLIENT_PERMISSION_KEYS, PERMISSION_KEYS } from './permission-keys';
import { DEMO_START, type SeedOptions, TENANT_ID } from './seed-plan';

export const ADMIN_ID = 'a0000000-0000-4000-8000-000000000001';
export const CLIENT_ROLE_ID = 'client';
const ADMIN_ROLE_ID = 'admin';

/** What every site needs: its tenant, roles, permissions and one admin. */
export async function writeEssentialRows(writer: RowWriter, options: SeedOptions): Promise<void> {
  const now = options.demo ? DEMO_START : new Date();
  const stamp = { createdAt: now, updatedAt: now };
  await writer.insert(tenant, [
    { id: TENANT_ID, name: 'MCP Server Directory', slug: 'default', status: 'active', ...stamp },
  ]);
  await writeAdmin(writer, options, stamp);
  await writer.insert(roles, [
    {
      id: ADMIN_ROLE_ID,
      name: 'admin',
      description: 'Runs the site and may do everything',
      isAdmin: true,
      status: 'active',
      createdBy: ADMIN_ID,
      tenantId: TENANT_ID,
      ...stamp,
    },
    {
      id: CLIENT_ROLE_ID,
      name: 'client',
      description: 'Signed-in visitor: submits, votes and comments',
      isAdmin: false,
      status: 'active',
      createdBy: ADMIN_ID,
      tenantId: TENANT_ID,
      ...stamp,
    },
  ]);
  await writer.insert(
    permissions,
    PERMISSION_KEYS.map((key) => ({ id: key, key, description: describeKey(key), tenantId: TENANT_ID, ...stamp })),
  );
  const grants = [
    ...PERMISSION_KEYS.map((key) => ({ roleId: ADMIN_ROLE_ID, permissionId: key })),
    ...CLIENT_PERMISSION_KEYS.map((key) => ({ roleId: CLIENT_ROLE_ID, permissionId: key })),
  ];
  await writer.insert(
    rolePermissions,
    grants.map((grant) => ({ ...grant, createdAt: now, tenantId: TENANT_ID })),
  );
  await writer.insert(userRoles, [{ userId: ADMIN_ID, roleId: ADMIN_ROLE_ID, createdAt: now, tenantId: TENANT_ID }]);
}

async function writeAdmin(
  writer: RowWriter,
  { adminEmail, adminPassword }: SeedOptions,
  stamp: { createdAt: Date; updatedAt: Date },
): Promise<void> {
  const email = adminEmail.trim().toLowerCase();
  await writer.insert(users, [
    {
      id: ADMIN_ID,
      email,
      passwordHash: await hash(adminPassword, 10),
      emailVerified: stamp.createdAt,
      tenantId: TENANT_ID,
      ...stamp,
    },
  ]);
  await writer.insert(clientProfiles, [
    {
      id: 'a0000000-0000-4000-8000-000000000002',
      userId: ADMIN_ID,
      email,
      name: 'Site Admin',
      displayName: 'Site Admin',
      username: 'admin',
      jobTitle: 'Site administrator',
      emailVerified: true,
      profileVisibility: 'private',
      tenantId: TENANT_ID,
      ...stamp,
    },
  ]);
}

function describeKey(key: string): string {
  const [subject, action] = key.split(':');
  return `May ${action} ${subject}`;
}
