import { and, countDistinct, eq, isNull } from 'drizzle-orm';
import { getDatabase } from '@/lib/db/drizzle';
import { comments, roles, subscriptions, userRoles, users, votes } from '@/lib/db/schema';

export interface SiteFigures {
  users: number;
  admins: number;
  comments: number;
  votes: number;
  subscriptions: number;
}

/** Counts for the dashboard, without what was deleted. */
export async function readSiteFigures(): Promise<SiteFigures> {
  const database = getDatabase();
  const present = isNull(users.deletedAt);
  const [people, admins, remarks, ballots, plans] = await Promise.all([
    database.$count(users, present),
    database
      .select({ count: countDistinct(users.id) })
      .from(users)
      .innerJoin(userRoles, eq(userRoles.userId, users.id))
      .innerJoin(roles, and(eq(roles.id, userRoles.roleId), eq(roles.isAdmin, true), eq(roles.status, 'active')))
      .where(present),
    database.$count(comments, isNull(comments.deletedAt)),
    database.$count(votes),
    database.$count(subscriptions),
  ]);
  return { users: people, admins: admins[0]?.count ?? 0, comments: remarks, votes: ballots, subscriptions: plans };
}
