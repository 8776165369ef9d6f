import type { BackupContext } from '../context';
import { type AppErrorCode, appError } from '../kernel/app-error';
import { attempt, err, type Result, unwrap } from '../kernel/result';
import { judgeStart, startLevel } from '../policy/start-report';
import { keepStartReport } from '../state/start-report-memory';
import type { StartReportView } from '../views';
import { answerInTime } from './answer-in-time';
import { getDatabase } from './get-database';
import { judgeMigrationsNow } from './get-migration-state';
import { getProtection } from './get-protection';
import { getSeedState } from './get-seed-state';
import { reachDatabase } from './reach-database';

const PATIENCE_MS = 15_000;

/**
 * Looks once, when a process starts, at database, migrations, seed and protection; writes one line into the log and
 * keeps the report in the process, for the health routes. Each part answers within `patienceMs` or is `unknown`.
 */
export async function reportStart(
  context: BackupContext,
  { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {},
): Promise<StartReportView> {
  const { clock, host } = context;
  const began = clock.now();
  const inTime = <T>(what: string, code: AppErrorCode, work: Promise<Result<T>>) =>
    answerInTime(
      async () => unwrap(await told(context, what, work)),
      [code, `${what} did not answer within ${patienceMs / 1000} s.`],
      patienceMs,
    );
  const [database, migrations, seed, protection] = await Promise.all([
    inTime('The database', 'DATABASE_DOWN', getDatabase(context)),
    inTime(
      'The database',
      'DATABASE_DOWN',
      attempt(async () => judgeMigrationsNow(context, await reachDatabase(context))),
    ),
    inTime('The database', 'DATABASE_DOWN', getSeedState(context)),
    inTime(
      'The storage',
      'STORAGE_DOWN',
      attempt(() => getProtection(context)),
    ),
  ]);
  const parts = judgeStart({ database, migrations, seed, protection });
  const tookMs = clock.now().getTime() - began.getTime();
  const report: StartReportView = { at: began.toISOString(), tookMs, appVersion: host.appVersion(), parts };
  keepStartReport(report);
  host.log[startLevel(parts)]('What this start found.', { ...report });
  return report;
}

/** A bug in one part does not silence the others. */
function told<T>({ host }: BackupContext, what: string, work: Promise<Result<T>>): Promise<Result<T>> {
  return work.catch((cause: unknown) => {
    host.log.error('A part of the start report failed.', { what, cause });
    return err(appError('INTERNAL', 'This part could not be looked at.', { hint: 'The log says why.' }));
  });
}
