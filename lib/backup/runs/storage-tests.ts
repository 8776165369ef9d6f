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

const testedAt = sql`(${storageTests.result} ->> 'at')::timestamptz`;

export interface TestedPlace {
  /** Of the destination in the settings. */
  name: string;
  /** Of its store: another address under the same name was not tested. */
  description: string;
}

export interface KeptStorageTest extends TestedPlace {
  result: StorageTestView;
}

/**
 * Keeps what came of the newest test of a place, by the moment that each test tells: one that arrives late replaces none.
 * What was tested by a clock that is far ahead of the database's stands in nobody's way.
 */
export async function keepStorageTest(db: HostDatabase, place: TestedPlace, result: StorageTestView): Promise<void> {
  await askDatabase(() =>
    db
      .insert(storageTests)
      .values({ ...place, result })
      .onConflictDoUpdate({
        target: storageTests.name,
        set: { description: sql`excluded.description`, result: sql`excluded.result` },
        setWhere: sql`(excluded.result ->> 'at')::timestamptz >= ${testedAt} or ${testedAt} > now() + interval '1 minute'`,
      }),
  );
}

/** The last test of each place that was ever tested, on whatever instance. */
export function readStorageTests(db: HostDatabase): Promise<KeptStorageTest[]> {
  return askDatabase(() => db.select().from(storageTests));
}
