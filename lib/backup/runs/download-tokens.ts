import { randomBytes } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { sha256Hex } from '../kernel/digest';
import { downloadTokens } from './schema';

const LONGEST_SECONDS = 60;

/** A random token that lets this user download this backup once. Only its SHA-256 is stored. */
export async function issueDownloadToken(
  db: HostDatabase,
  grant: { userId: string; backupId: string; secondsToLive: number },
): Promise<string> {
  if (grant.secondsToLive > LONGEST_SECONDS) throw new RangeError('A download token lives for 60 s at most.');
  const token = randomBytes(32).toString('base64url');
  await askDatabase(async () => {
    await db.delete(downloadTokens).where(sql`${downloadTokens.expiresAt} < clock_timestamp()`);
    await db.insert(downloadTokens).values({
      tokenSha256: sha256Hex(token),
      userId: grant.userId,
      backupId: grant.backupId,
      expiresAt: sql`clock_timestamp() + make_interval(secs => ${grant.secondsToLive}::float8)`,
    });
  });
  return token;
}

/** Spends a token: one caller gets the backup, every other one null, as for an expired, unknown or foreign token. */
export async function redeemDownloadToken(
  db: HostDatabase,
  claim: { token: string; userId: string },
): Promise<{ backupId: string } | null> {
  const [spent] = await askDatabase(() =>
    db
      .delete(downloadTokens)
      .where(
        and(
          eq(downloadTokens.tokenSha256, sha256Hex(claim.token)),
          eq(downloadTokens.userId, claim.userId),
          sql`${downloadTokens.expiresAt} > clock_timestamp()`,
        ),
      )
      .returning({ backupId: downloadTokens.backupId }),
  );
  return spent ?? null;
}
