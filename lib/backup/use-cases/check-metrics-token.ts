import type { BackupContext } from '../context';
import type { Result } from '../kernel/result';
import { checkBearer } from './check-bearer';

/** Whether a caller may read the metrics. Errors: UNSUPPORTED (503), UNAUTHENTICATED. */
export const checkMetricsToken = ({ settings }: BackupContext, authorization: string | null): Result<null> =>
  checkBearer(authorization, {
    secret: settings.BACKUP_METRICS_TOKEN,
    variable: 'BACKUP_METRICS_TOKEN',
    what: 'Metrics are',
  });
