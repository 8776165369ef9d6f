import { exportRunbook, type RunbookRequest } from '@/lib/backup/server';
import { adminRoute, refuse } from '../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** The runbook as a file that opens without a server: `?locale=en|fr|ar&on=server|docker|vercel|managed`. */
export const GET = (request: Request) =>
  adminRoute('view', async () => {
    const query = new URL(request.url).searchParams;
    const setup = (query.get('on') ?? undefined) as RunbookRequest['setup'];
    const made = await exportRunbook({ locale: query.get('locale') ?? 'en', setup });
    if (!made.ok) return refuse(made.error);
    return new Response(made.value.html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="${made.value.fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
  });
