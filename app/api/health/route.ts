export const dynamic = 'force-dynamic';

/** The process answers. Says nothing about the database: see /api/health/database. */
export function GET(): Response {
  return Response.json(
    { status: 'ok', timestamp: new Date().toISOString(), uptime: Math.round(process.uptime()) },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
