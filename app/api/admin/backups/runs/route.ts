import { getRunning } from '@/lib/backup/server';
import { adminRoute, answer, refuse } from '../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** The run that is under way, or null: `{ ok, data: { running } }`. */
export const GET = () =>
  adminRoute('view', async () => {
    const running = await getRunning();
    return running.ok ? answer({ running: running.value }) : refuse(running.error);
  });
