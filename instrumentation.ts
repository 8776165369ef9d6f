import type { Instrumentation } from 'next';

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  if (process.env.ENABLE_RUNTIME_DB_INIT !== 'false') await prepareDatabase();
  // Not awaited: nobody waits for a report.
  void tellWhatIsFound();
}

async function prepareDatabase(): Promise<void> {
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

/** One line in the log, and the report that the health routes serve. No failure of it is one of the start. */
async function tellWhatIsFound(): Promise<void> {
  // Said where the import stands: else the build takes the module into the bundle of the edge, which cannot hold it.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  try {
    const { reportStart } = await import('@/lib/backup');
    await reportStart();
  } catch (cause) {
    const { logger } = await import('@/lib/logger');
    logger.error('Nobody could look at what this start found.', { cause });
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
