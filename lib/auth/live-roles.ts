import { and, eq, isNull } from 'drizzle-orm';
import { getDatabase } from '@/lib/db/drizzle';
import { clientProfiles, permissions, rolePermissions, roles, userRoles, users } from '@/lib/db/schema';
import type { AuthUser } from './credentials';

/**
 * The user if the database says at this moment that they are an active admin, else null. A session lives for
 * 30 days, so what it claims about roles is never asked.
 */
export async function findLiveAdmin(userId: string): Promise<AuthUser | null> {
  const [row] = await getDatabase()
    .select({
      id: users.id,
      email: users.email,
      displayName: clientProfiles.displayName,
      profileName: clientProfiles.name,
    })
    .from(users)
    .innerJoin(userRoles, eq(userRoles.userId, users.id))
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .leftJoin(clientProfiles, eq(clientProfiles.userId, users.id))
    .where(and(eq(users.id, userId), activeUser, activeRole, eq(roles.isAdmin, true)))
    .limit(1);
  if (!row) return null;
  const email = row.email ?? row.id;
  return { id: row.id, email, name: row.displayName || row.profileName || email };
}

/** True where an active role of this active user carries the permission. */
export async function hasPermission(userId: string, key: string): Promise<boolean> {
  const rows = await getDatabase()
    .select({ id: permissions.id })
    .from(users)
    .innerJoin(userRoles, eq(userRoles.userId, users.id))
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .innerJoin(rolePermissions, eq(rolePermissions.roleId, roles.id))
    .innerJoin(permissions, eq(permissions.id, rolePermissions.permissionId))
    .where(and(eq(users.id, userId), activeUser, activeRole, eq(permissions.key, key)))
    .limit(1);
  return rows.length > 0;
}

/** True where the site knows this permission at all. */
export async function permissionExists(key: string): Promise<boolean> {
  const rows = await getDatabase()
    .select({ id: permissions.id })
    .from(permissions)
    .where(eq(permissions.key, key))
    .limit(1);
  return rows.length > 0;
}

const activeUser = and(isNull(users.deletedAt), isNull(users.deactivatedAt));
const activeRole = and(eq(roles.status, 'active'), isNull(roles.deletedAt));
