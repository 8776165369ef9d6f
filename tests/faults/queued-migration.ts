import pg from 'pg';
import type { TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';

/**
 * A long reader of `table` and behind it a migration that waits for ACCESS EXCLUSIVE: whoever reads the table from now
 * on waits behind the migration. Nobody holds the exclusive lock yet, so that no check beforehand can see it.
 */
export async function queueMigration(database: TestDatabase, table: string): Promise<{ end(): Promise<void> }> {
  const [reader, migration] = [1, 2].map(() => new pg.Client({ connectionString: database.url }));
  if (!reader || !migration) throw new Error('Two clients are needed.');
  for (const client of [reader, migration]) {
    client.on('error', () => undefined);
    await client.connect();
  }
  await reader.query(`begin; lock table "${table}" in access share mode`);
  const waiting = migration.query(`begin; lock table "${table}" in access exclusive mode`).catch(() => undefined);
  await waitFor(
    async () => (await database.query('select 1 from pg_locks where not granted and relation is not null')).length > 0,
    { what: 'the migration to wait' },
  );
  return {
    async end() {
      await reader.end();
      await waiting;
      await migration.end();
    },
  };
}
