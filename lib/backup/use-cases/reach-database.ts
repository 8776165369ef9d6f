import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { failure } from '../kernel/app-error';
import { ensureModuleSchema } from '../runs/module-schema';
import { withAddress } from './resolve-connection';

/** A page or a command waits this long for the database, then says that it does not answer. */
const PATIENCE_MS = 5_000;

/**
 * The host's pool with the module's own schema in place.
 * @throws AppFailure DATABASE_DOWN where the database does not answer within five seconds.
 */
export async function reachDatabase({ host }: BackupContext): Promise<HostDatabase> {
  const db = withAddress(() => host.db());
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        failure('DATABASE_DOWN', 'The database did not answer within 5 s. Your backups are not affected.', {
          hint: 'Check that the database server runs and that DATABASE_URL points to it, then try again.',
        }),
      );
    }, PATIENCE_MS);
  });
  try {
    await Promise.race([ensureModuleSchema(db), silence]);
    return db;
  } finally {
    clearTimeout(timer);
  }
}
