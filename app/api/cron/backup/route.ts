import { appError, checkCronSecret, ERROR_TABLE, host, runSchedule, SCHEDULE_KINDS } from '@/lib/backup/server';
import { answer, guarded, refuse } from '../../admin/backups/admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const maxDuration = 300;

/** The schedule's call, once a slot however often it is delivered. `?kind=daily|weekly`, daily where it is left out. */
export const GET = (request: Request) =>
  guarded(async () => {
    const known = checkCronSecret(request.headers.get('authorization'));
    if (!known.ok) {
      const status = known.error.code === 'UNSUPPORTED' ? 503 : ERROR_TABLE[known.error.code].httpStatus;
      return new Response(await refuse(known.error).text(), { status, headers: { 'cache-control': 'no-store' } });
    }
    const asked = new URL(request.url).searchParams.get('kind') ?? 'daily';
    const kind = SCHEDULE_KINDS.find((name) => name === asked);
    if (!kind) return refuse(appError('INVALID_INPUT', 'The kind is daily or weekly.'));
    const scheduled = await runSchedule(kind);
    if (!scheduled.ok) return refuse(scheduled.error);
    const { run, started, finished } = scheduled.value;
    if (finished) host.runAfterResponse(finished);
    return answer({ runId: run.id, started, status: run.status }, started ? 202 : 200);
  });
