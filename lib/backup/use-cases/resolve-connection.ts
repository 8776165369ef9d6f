import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { parseConnectionUrl } from '../database/parse-connection-url';
import { unwrap } from '../kernel/result';

/** Where dumps are read: BACKUP_DATABASE_URL where the site itself goes through a pooler, else the site's own database. */
export const sourceConnection = ({ host, settings }: BackupContext): ConnectionTarget =>
  unwrap(parseConnectionUrl(settings.BACKUP_DATABASE_URL ?? host.databaseUrl()));

/** The server on which scratch databases are created for a proof. */
export const scratchConnection = (context: BackupContext): ConnectionTarget =>
  context.settings.BACKUP_SCRATCH_DATABASE_URL
    ? unwrap(parseConnectionUrl(context.settings.BACKUP_SCRATCH_DATABASE_URL))
    : sourceConnection(context);
