import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { parseConnectionUrl } from '../database/parse-connection-url';
import { failure } from '../kernel/app-error';
import { unwrap } from '../kernel/result';

/** Where dumps are read: BACKUP_DATABASE_URL where the site itself goes through a pooler, else the site's own database. */
export const sourceConnection = ({ host, settings }: BackupContext): ConnectionTarget =>
  unwrap(parseConnectionUrl(settings.BACKUP_DATABASE_URL ?? withAddress(() => host.databaseUrl())));

/** The server on which scratch databases are created for a proof. */
export const scratchConnection = (context: BackupContext): ConnectionTarget =>
  context.settings.BACKUP_SCRATCH_DATABASE_URL
    ? unwrap(parseConnectionUrl(context.settings.BACKUP_SCRATCH_DATABASE_URL))
    : sourceConnection(context);

/** What the host says of its database. It throws where the address is missing or cannot be read: a setting, not a bug. */
export function withAddress<T>(ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    throw failure('DATABASE_DOWN', 'DATABASE_URL is missing or cannot be read.', {
      hint: 'Set DATABASE_URL to postgres://user:password@host:5432/database.',
      retryable: false,
      cause,
    });
  }
}
