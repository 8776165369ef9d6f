import { sql } from 'drizzle-orm';
import { getDatabase } from '@/lib/db/drizzle';
import { logger } from '@/lib/logger';

export const dynamic = 'force-dynamic';

const LONGEST_WAIT_MS = 5_000;

async function databaseAnswers(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${LONGEST_WAIT_MS} ms.`)), LONGEST_WAIT_MS);
  });
  try {
    await Promise.race([getDatabase().execute(sql`select 1`), tooLate]);
    return true;
  } catch (cause) {
    logger.error('The database did not answer the health check.', { cause });
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** 200 where the database answers, else 503; the reason stays in the log. */
export async function GET(): Promise<Response> {
  const healthy = await databaseAnswers();
  return Response.json(
    { status: healthy ? 'healthy' : 'unhealthy', database: healthy ? 'connected' : 'unreachable' },
    { status: healthy ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}
