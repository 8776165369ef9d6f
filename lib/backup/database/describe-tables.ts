import type pg from 'pg';
import { withPostgresFailures } from './postgres-failure';
import { serverFacts } from './server-facts';
import { listTables, type TableInfo } from './tables';

/**
 * Every table with its size, the module's own too, and where they are. Waits at most a second for a locked table.
 * Throws BUSY (a migration holds one) and DATABASE_DOWN.
 */
export function describeTables(
  client: pg.Client,
): Promise<{ name: string; host: string; version: string; tables: TableInfo[] }> {
  return withPostgresFailures(async () => {
    await client.query('BEGIN READ ONLY');
    try {
      await client.query("SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s'");
      const { database, serverVersion } = await serverFacts(client);
      const tables = await listTables(client, { selection: { kind: 'full' }, excludeSchemas: [] });
      return { name: database, host: client.host, version: serverVersion, tables };
    } finally {
      await client.query('ROLLBACK');
    }
  });
}
