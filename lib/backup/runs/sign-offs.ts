import { desc, eq } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import { newId } from '../kernel/ids';
import type { SignOffRecord } from '../policy/sign-off';
import type { SignOffItem } from '../views';
import { plainText } from './plain-text';
import { signOffs } from './schema';

/** The newest that was written down about an item; null where nothing was. */
export async function readSignOff(db: HostDatabase, item: SignOffItem): Promise<SignOffRecord | null> {
  const [row] = await askDatabase(() =>
    db.select().from(signOffs).where(eq(signOffs.item, item)).orderBy(desc(signOffs.at), desc(signOffs.id)).limit(1),
  );
  return row ?? null;
}

/** Adds a row: nothing that was said before is changed. */
export async function writeSignOff(
  db: HostDatabase,
  item: SignOffItem,
  { actorName, note, ...record }: SignOffRecord & { actorId: string | null },
): Promise<void> {
  await askDatabase(() =>
    db.insert(signOffs).values({
      id: newId(record.at),
      item,
      ...record,
      covers: [...record.covers],
      actorName: plainText(actorName, 200),
      note: note === null ? null : plainText(note, 500),
    }),
  );
}
