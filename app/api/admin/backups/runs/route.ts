import { toldTo } from '@/components/admin/backups/messages/texts/told';
import { getRunning } from '@/lib/backup/server';
import { adminRoute, answer, refuse } from '../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** The run that is under way, or null: `{ ok, data: { running } }`. */
export const GET = (request: Request) =>
  adminRoute('view', async () => {
    const running = await getRunning();
    return running.ok ? answer(toldTo(request, { running: running.value })) : refuse(toldTo(request, running.error));
  });
