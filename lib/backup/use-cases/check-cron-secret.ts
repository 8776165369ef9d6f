import type { BackupContext } from '../context';
import type { Result } from '../kernel/result';
import { checkBearer } from './check-bearer';

/** Whether a caller may start what the schedule starts. Errors: UNSUPPORTED (503), UNAUTHENTICATED. */
export const checkCronSecret = ({ settings }: BackupContext, authorization: string | null): Result<null> =>
  checkBearer(authorization, { secret: settings.CRON_SECRET, variable: 'CRON_SECRET', what: 'The schedule is' });
