import { checkMetricsToken, ERROR_TABLE, getMetrics, noteWatcher } from '@/lib/backup/server';
import { guarded, refuse } from '../../admin/backups/admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** For Prometheus, with the bearer token of BACKUP_METRICS_TOKEN; 503 where none is set. */
export const GET = (request: Request) =>
  guarded(async () => {
    const known = checkMetricsToken(request.headers.get('authorization'));
    if (!known.ok) {
      const status = known.error.code === 'UNSUPPORTED' ? 503 : ERROR_TABLE[known.error.code].httpStatus;
      return new Response(await refuse(known.error).text(), { status, headers: { 'cache-control': 'no-store' } });
    }
    noteWatcher('metrics');
    return new Response(await getMetrics(), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    });
  });
