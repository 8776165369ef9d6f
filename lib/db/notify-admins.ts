import { and, eq, isNull } from 'drizzle-orm';
import { getDatabase } from '@/lib/db/drizzle';
import { notifications, roles, userRoles, users } from '@/lib/db/schema';

/** One row for each active admin in the site's notifications. Gives how many admins there are. */
export async function notifyAdmins(notice: {
  id: string;
  title: string;
  message: string;
  link: string | null;
  urgent: boolean;
  group: string;
}): Promise<number> {
  const db = getDatabase();
  const admins = await db
    .selectDistinct({ id: users.id, tenantId: users.tenantId })
    .from(users)
    .innerJoin(userRoles, eq(userRoles.userId, users.id))
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .where(
      and(
        eq(roles.isAdmin, true),
        eq(roles.status, 'active'),
        isNull(roles.deletedAt),
        isNull(users.deletedAt),
        isNull(users.deactivatedAt),
      ),
    );
  if (admins.length === 0) return 0;
  await db.insert(notifications).values(
    admins.map(({ id, tenantId }) => ({
      id: crypto.randomUUID(),
      userId: id,
      type: 'system',
      title: notice.title,
      message: notice.message,
      data: JSON.stringify({ noticeId: notice.id, link: notice.link }),
      priority: notice.urgent ? 'high' : 'normal',
      category: 'system',
      groupKey: notice.group,
      tenantId,
    })),
  );
  return admins.length;
}
