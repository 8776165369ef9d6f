import type { Instrumentation } from 'next';

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  if (process.env.ENABLE_RUNTIME_DB_INIT === 'false') return;
  const [{ initializeDatabase }, { logger }] = await Promise.all([
    import('@/lib/db/initialize'),
    import('@/lib/logger'),
  ]);
  try {
    await initializeDatabase();
  } catch (cause) {
    logger.error('The database could not be prepared: pages that need it will fail.', { cause });
    if (process.env.NODE_ENV === 'production' && process.env.FAIL_ON_RUNTIME_DB_INIT === 'true') throw cause;
  }
}

export const onRequestError: Instrumentation.onRequestError = async (cause, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { logger } = await import('@/lib/logger');
  logger.error('A request failed.', {
    method: request.method,
    route: context.routePath,
    kind: context.routeType,
    cause,
  });
};
