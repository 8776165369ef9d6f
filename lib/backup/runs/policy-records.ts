import { desc, eq } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { plainText } from './plain-text';
import { policies } from './schema';

export interface StoredPolicy {
  /** Rises by one with every change. */
  version: number;
  /** As it was saved: an older version of this software may have written it. */
  policy: unknown;
  savedAt: Date;
  actorName: string;
}

/** The policy that holds, or null where none was ever saved. */
export async function readStoredPolicy(db: HostDatabase): Promise<StoredPolicy | null> {
  const [row] = await askDatabase(() => db.select().from(policies).orderBy(desc(policies.version)).limit(1));
  return row ?? null;
}

/**
 * Saves `policy` as the version after `expected` (0: the first one). Null where somebody else has saved meanwhile:
 * of any number of writers that saw the same version, one wins.
 */
export async function writePolicy(
  db: HostDatabase,
  entry: { expected: number; policy: unknown; actor: { id: string | null; name: string } },
): Promise<StoredPolicy | null> {
  return askDatabase(() =>
    db.transaction(async (tx) => {
      if (entry.expected > 0) {
        const [seen] = await tx
          .select({ version: policies.version })
          .from(policies)
          .where(eq(policies.version, entry.expected));
        if (!seen) return null;
      }
      const [saved] = await tx
        .insert(policies)
        .values({
          version: entry.expected + 1,
          policy: entry.policy,
          actorId: entry.actor.id,
          actorName: plainText(entry.actor.name, 200),
        })
        .onConflictDoNothing()
        .returning();
      return saved ?? null;
    }),
  );
}
