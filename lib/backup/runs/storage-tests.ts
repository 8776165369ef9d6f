import { sql } from 'drizzle-orm';
import { jsonb, pgSchema, text } from 'drizzle-orm/pg-core';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import type { StorageTestView } from '../views';

const storageTests = pgSchema('backup').table('storage_tests', {
  name: text('name').primaryKey(),
  description: text('description').notNull(),
  result: jsonb('result').$type<StorageTestView>().notNull(),
});

export interface TestedPlace {
  /** Of the destination in the settings. */
  name: string;
  /** Of its store: another address under the same name was not tested. */
  description: string;
}

export interface KeptStorageTest extends TestedPlace {
  result: StorageTestView;
}

/** Keeps what came of the newest test of a place. */
export async function keepStorageTest(db: HostDatabase, place: TestedPlace, result: StorageTestView): Promise<void> {
  await askDatabase(() =>
    db
      .insert(storageTests)
      .values({ ...place, result })
      .onConflictDoUpdate({
        target: storageTests.name,
        set: { description: sql`excluded.description`, result: sql`excluded.result` },
      }),
  );
}

/** The last test of each place that was ever tested, on whatever instance. */
export function readStorageTests(db: HostDatabase): Promise<KeptStorageTest[]> {
  return askDatabase(() => db.select().from(storageTests));
}
