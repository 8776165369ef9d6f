import { attempt, getHealth, type HealthView } from '@/lib/backup/server';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const UNKNOWN: HealthView = { status: 'unhealthy', lastGoodAt: null, lastVerifiedAt: null };

async function respond(withBody: boolean): Promise<Response> {
  const outcome = await attempt(() => getHealth());
  const health = outcome.ok ? outcome.value : UNKNOWN;
  const status = health.status === 'healthy' ? 200 : 503;
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(withBody ? JSON.stringify(health) : null, { status, headers });
}

/** For monitors, public: `{ status, lastGoodAt, lastVerifiedAt }`, 200 or 503, nothing secret. */
export const GET = () => respond(true);
export const HEAD = () => respond(false);
