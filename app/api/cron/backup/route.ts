import { appError, checkCronSecret, ERROR_TABLE, host, runSchedule, SCHEDULE_KINDS, tick } from '@/lib/backup/server';
import { answer, guarded, refuse } from '../../admin/backups/admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const maxDuration = 300;

/**
 * The schedule's call: starts what is due by the policy, once however often it is delivered. With `?kind=daily|weekly` it
 * makes the backup of this day or week instead, whatever the policy's times are.
 */
export const GET = (request: Request) =>
  guarded(async () => {
    const known = checkCronSecret(request.headers.get('authorization'));
    if (!known.ok) {
      const status = known.error.code === 'UNSUPPORTED' ? 503 : ERROR_TABLE[known.error.code].httpStatus;
      return new Response(await refuse(known.error).text(), { status, headers: { 'cache-control': 'no-store' } });
    }
    const asked = new URL(request.url).searchParams.get('kind');
    if (asked === null) return ticked();
    const kind = SCHEDULE_KINDS.find((name) => name === asked);
    if (!kind) return refuse(appError('INVALID_INPUT', 'The kind is daily or weekly.'));
    const scheduled = await runSchedule(kind);
    if (!scheduled.ok) return refuse(scheduled.error);
    const { run, started, finished } = scheduled.value;
    if (finished) host.runAfterResponse(finished);
    return answer({ runId: run.id, started, status: run.status }, started ? 202 : 200);
  });

async function ticked(): Promise<Response> {
  const outcome = await tick();
  if (!outcome.ok) return refuse(outcome.error);
  const { slot, run, started, missed, finished } = outcome.value;
  if (finished) host.runAfterResponse(finished);
  return answer({ slot, runId: run?.id ?? null, started, status: run?.status ?? null, missed }, started ? 202 : 200);
}
