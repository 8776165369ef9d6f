import type { BackupContext } from '../context';
import { describeDatabase } from '../database/describe-database';
import { openClient } from '../database/open-client';
import { attempt, type Result } from '../kernel/result';
import type { DatabaseView } from '../views';
import { MODULE_SCHEMA } from './prepare-backup';
import { sourceConnection } from './resolve-connection';

/** Server version, size and largest tables of the database that is backed up. Errors: DATABASE_DOWN and other connection errors. */
export async function getDatabase(context: BackupContext): Promise<Result<DatabaseView>> {
  return attempt(async () => {
    const client = await openClient(sourceConnection(context), { applicationName: 'backup overview' });
    try {
      return await describeDatabase(client, { excludeSchemas: [MODULE_SCHEMA] });
    } finally {
      await client.end();
    }
  });
}
