import { createAccountReader, PRECIOUS_TABLES } from '@/lib/auth/account-reader';
import { confirmPassword } from '@/lib/auth/credentials';
import { findLiveAdmin, hasPermission, permissionExists } from '@/lib/auth/live-roles';
import { callerAddress } from '@/lib/auth/sign-in-limits';
import { forgetContentItems } from '@/lib/content-items';
import { contentPath } from '@/lib/content-path';
import { configuredPoolSize, getDatabase, getDatabaseUrl, POOL_NAME } from '@/lib/db/drizzle';
import { databaseBusy } from '@/lib/db/initialize';
import { readMigrationFiles, readMigrationJournal, readMigrationStatements } from '@/lib/db/migration-journal';
import { notifyAdmins } from '@/lib/db/notify-admins';
import { resetDatabase } from '@/lib/db/reset-database';
import { applyMigrations, previewSeedNow, runSeed } from '@/lib/db/run-for-admin';
import { seedIsStale } from '@/lib/db/seed/seed-lease';
import { settleRestoredData } from '@/lib/db/settle-restored-data';
import { logger } from '@/lib/logger';
import { appVersion, siteName } from '@/lib/site';
import { SITE_ENVIRONMENT } from '@/lib/site-environment';
import type { Actor, BackupHost, HostDatabase, Permission } from './host.types';

/** One permission for all acts of the module; the older key stands in where a site never seeded the newer one. */
const PERMISSION_KEYS = ['system:backup', 'system:settings'];

async function mayUseBackups(userId: string): Promise<boolean> {
  for (const key of PERMISSION_KEYS) {
    if (await permissionExists(key)) return hasPermission(userId, key);
  }
  return true;
}

async function authorize(_permission: Permission): ReturnType<BackupHost['authorize']> {
  const { signedInUserId } = await import('@/lib/auth/signed-in-user');
  const userId = await signedInUserId();
  if (!userId) return { ok: false, code: 'UNAUTHENTICATED' };
  const actor = await findLiveAdmin(userId);
  if (!actor || !(await mayUseBackups(userId))) return { ok: false, code: 'FORBIDDEN' };
  return { ok: true, actor };
}

async function requireAdminPage(permission: Permission): Promise<Actor> {
  const answer = await authorize(permission);
  if (answer.ok) return answer.actor;
  const { redirectToSignIn, redirectToUnauthorized } = await import('@/lib/auth/require-admin');
  return answer.code === 'UNAUTHENTICATED' ? redirectToSignIn() : redirectToUnauthorized();
}

function runAfterResponse(work: Promise<unknown>): void {
  const settled = work.catch((cause: unknown) => logger.error('Work after the response failed.', { cause }));
  void import('next/server')
    .then(({ after }) => after(settled))
    .catch((cause: unknown) => logger.warn('Work goes on without the request that started it.', { cause }));
}

async function caller(): Promise<string | null> {
  const { headers } = await import('next/headers');
  // Outside of a request there is nobody to ask.
  const sent = await headers().catch(() => null);
  return sent && callerAddress(sent);
}

export const host: BackupHost = {
  requireAdminPage,
  authorize,
  confirmPassword,
  callerAddress: caller,
  runAfterResponse,
  db: () => getDatabase() as unknown as HostDatabase,
  databaseUrl: getDatabaseUrl,
  siteName,
  contentPath,
  // This application never writes or pulls content while it runs: cloning is a step of its own, before the start.
  contentBusy: async () => false,
  afterContentRestore: async () => forgetContentItems(),
  migrationJournal: readMigrationJournal,
  migrationStatements: readMigrationStatements,
  migrationFiles: () => readMigrationFiles(),
  applyMigrations: (onMigration) => applyMigrations(onMigration),
  seedIsStale: () => seedIsStale(getDatabase()),
  previewSeed: previewSeedNow,
  runSeed: () => runSeed(),
  pool: () => ({ size: configuredPoolSize(), sessionName: POOL_NAME }),
  preciousTables: () => PRECIOUS_TABLES,
  accountReader: createAccountReader,
  settleRestoredData,
  databaseBusy,
  resetDatabase: () => resetDatabase(),
  notifyAdmins,
  appVersion,
  environment: () => SITE_ENVIRONMENT,
  log: logger,
};
