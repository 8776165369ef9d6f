import type { BackupContext } from '../context';
import type { HostDatabase, SeedPreview } from '../host.types';
import { AppFailure, failure } from '../kernel/app-error';
import { askDatabase } from '../kernel/database-outage';
import { attempt, type Result } from '../kernel/result';
import { readSeedLocks } from '../state/seed-locks';
import type { SeedLockView, SeedPreviewView, SeedStateView, SeedView } from '../views';
import { readSeed } from './get-seed';
import { reachDatabase } from './reach-database';

/** How the last seed went, its age, and who holds its lock. Errors: DATABASE_DOWN. */
export async function getSeedState(context: BackupContext): Promise<Result<SeedStateView>> {
  return attempt(async () => readSeedState(context, await reachDatabase(context)));
}

export async function readSeedState(context: BackupContext, db: HostDatabase): Promise<SeedStateView> {
  const [seed, locks] = await Promise.all([readSeed(context, db), readSeedLocks(db)]);
  const ageMs = seed.startedAt ? Math.max(0, context.clock.now().getTime() - Date.parse(seed.startedAt)) : null;
  return { ...seed, ageMs, locks, canReset: isOver(seed) && !isHeld(locks) };
}

const isOver = ({ status }: SeedView): boolean => status === 'failed' || status === 'stale';

/** Somebody seeds at this moment, whatever the row says. A pooled session that only kept the lock is nobody. */
export const isHeld = (locks: readonly SeedLockView[]): boolean => locks.some(({ state }) => state === 'working');

/** What seeding now would do, table by table. Changes nothing. Errors: CONFLICT with the host's reason, DATABASE_DOWN. */
export async function getSeedPreview(context: BackupContext): Promise<Result<SeedPreviewView>> {
  return attempt(async () => {
    await reachDatabase(context);
    return previewView(await readPreview(context));
  });
}

/** Throws CONFLICT where the host cannot seed as it is set up. */
export async function readPreview({ host }: BackupContext): Promise<SeedPreview> {
  try {
    return await askDatabase(() => host.previewSeed());
  } catch (thrown) {
    if (thrown instanceof AppFailure) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : 'The host gave no reason.';
    throw failure('CONFLICT', `The site cannot be seeded as it is set up. ${reason}`, { cause: thrown });
  }
}

const previewView = ({ does, tables }: SeedPreview): SeedPreviewView => ({
  does,
  tables: tables.map(({ schema, name, rows, adds }) => ({ schema, name, rows, adds })),
  adds: tables.reduce((sum, { adds }) => sum + adds, 0),
  nonEmpty: tables.filter(({ rows }) => rows > 0).length,
});
