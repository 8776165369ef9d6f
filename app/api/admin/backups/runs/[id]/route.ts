import { toldTo } from '@/components/admin/backups/messages/texts/told';
import { getRun } from '@/lib/backup/server';
import { adminRoute, answer, refuse } from '../../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** One run with its phases and progress: what the page polls once a second. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  adminRoute('view', async () => {
    const run = await getRun((await params).id);
    return run.ok ? answer(toldTo(request, run.value)) : refuse(toldTo(request, run.error));
  });
