import type pg from 'pg';
import type { DatabaseView } from '../views';
import { withPostgresFailures } from './postgres-failure';
import { serverFacts } from './server-facts';
import { listTables } from './tables';

const LARGEST = 5;

/**
 * The database card of the overview. Waits at most a second for a locked table and five for the whole.
 * Throws BUSY (a migration holds a table) and DATABASE_DOWN.
 */
export async function describeDatabase(
  client: pg.Client,
  options: { excludeSchemas: readonly string[] },
): Promise<DatabaseView> {
  return withPostgresFailures(async () => {
    await client.query('BEGIN READ ONLY');
    try {
      await client.query("SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s'");
      const facts = await serverFacts(client);
      const tables = await listTables(client, { selection: { kind: 'full' }, ...options });
      return {
        version: facts.serverVersion,
        database: facts.database,
        host: client.host,
        sizeBytes: facts.sizeBytes,
        tables: tables.length,
        rowsEstimate: tables.reduce((sum, table) => sum + table.rowsEstimate, 0),
        largest: [...tables].sort((left, right) => right.bytes - left.bytes).slice(0, LARGEST),
      };
    } finally {
      await client.query('ROLLBACK');
    }
  });
}
