import { getStartHealth } from '@/lib/backup/server';

export const dynamic = 'force-dynamic';

/**
 * The process answers, and what it found when it started: one word for each part, null until it has looked. Asks nothing
 * now: see /api/health/database and /api/health/backup.
 */
export function GET(): Response {
  return Response.json(
    {
      status: 'ok',
      timestamp: new Date().toISOString(),
      uptime: Math.round(process.uptime()),
      start: getStartHealth(),
    },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
