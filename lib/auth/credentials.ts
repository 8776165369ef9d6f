import { compare } from 'bcryptjs';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { getDatabase } from '@/lib/db/drizzle';
import { clientProfiles, users } from '@/lib/db/schema';

export interface AuthUser {
  id: string;
  email: string;
  /** Display name of the profile, else the e-mail address. */
  name: string;
}

/** bcrypt of a random text nobody kept: an unknown e-mail costs the same time as a wrong password. */
const UNKNOWN_USER_HASH = '$2b$10$wAcQzzqLGInX4/qdi029b.nvLK/fJ2owIWOkbjTOfaKcZKPaABp/m';

const usable = and(isNull(users.deletedAt), isNull(users.deactivatedAt));

/** The user with this e-mail and password, or null. Deactivated and deleted users have no valid password. */
export async function verifyCredentials(email: string, password: string): Promise<AuthUser | null> {
  const [row] = await getDatabase()
    .select({
      id: users.id,
      email: users.email,
      passwordHash: users.passwordHash,
      displayName: clientProfiles.displayName,
      profileName: clientProfiles.name,
    })
    .from(users)
    .leftJoin(clientProfiles, eq(clientProfiles.userId, users.id))
    .where(and(eq(sql`lower(${users.email})`, email.trim().toLowerCase()), usable))
    .limit(1);

  const matches = await compare(password, row?.passwordHash ?? UNKNOWN_USER_HASH);
  if (!row?.passwordHash || !row.email || !matches) return null;
  return { id: row.id, email: row.email, name: row.displayName || row.profileName || row.email };
}

/** Checks the password of a signed-in user again. */
export async function confirmPassword(userId: string, password: string): Promise<boolean> {
  const [row] = await getDatabase()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.id, userId), usable))
    .limit(1);
  const matches = await compare(password, row?.passwordHash ?? UNKNOWN_USER_HASH);
  return matches && Boolean(row?.passwordHash);
}
