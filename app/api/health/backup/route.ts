import {
  attempt,
  checkMetricsToken,
  getHealth,
  getStartHealth,
  getStartReport,
  type HealthView,
  noteWatcher,
  OWN_LOOK,
} from '@/lib/backup/server';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const UNKNOWN: HealthView = { status: 'unhealthy', lastGoodAt: null, lastVerifiedAt: null };

async function respond(request: Request, withBody: boolean): Promise<Response> {
  if (!request.headers.has(OWN_LOOK)) noteWatcher('health');
  const outcome = await attempt(() => getHealth());
  const health = outcome.ok ? outcome.value : UNKNOWN;
  const status = health.status === 'healthy' ? 200 : 503;
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  const start = (await isKnown(request)) ? getStartReport() : getStartHealth();
  return new Response(withBody ? JSON.stringify({ ...health, start }) : null, { status, headers });
}

/** Reasons are for whoever may read the metrics. Where nobody can tell, nobody may. */
async function isKnown(request: Request): Promise<boolean> {
  const authorization = request.headers.get('authorization');
  if (authorization === null) return false;
  const known = await attempt(async () => checkMetricsToken(authorization));
  return known.ok && known.value.ok;
}

/**
 * For monitors, public: `{ status, lastGoodAt, lastVerifiedAt, start }`, 200 or 503, nothing secret. `start` is one word
 * for each part of what the process found when it started; with the bearer token of BACKUP_METRICS_TOKEN the whole report.
 */
export const GET = (request: Request) => respond(request, true);
export const HEAD = (request: Request) => respond(request, false);
