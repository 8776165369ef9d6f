import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { attempt, type Result } from '../kernel/result';
import { objectsInTheWay } from '../policy/migration-objects';
import { judgeMigrations } from '../policy/migration-state';
import type { AppliedMigration, JournalEntry } from '../policy/migration-verdict';
import { listRuns } from '../runs/run-records';
import { countPresent } from '../state/made-objects';
import { readRecordedMigrations } from '../state/migrations';
import type { MigrationStateView } from '../views';
import { clearLostRuns } from './clear-lost-runs';
import { reachDatabase } from './reach-database';

/**
 * Journal, SQL files and database side by side, what a run would apply, and how the newest run went. The storage is asked
 * too, since when recovery points have each migration; where it does not answer that is left out. Errors: DATABASE_DOWN.
 */
export async function getMigrationState(context: BackupContext): Promise<Result<MigrationStateView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    await clearLostRuns(context, db);
    return readMigrationState(context, db);
  });
}

/** Throws DATABASE_DOWN. */
export async function readMigrationState(context: BackupContext, db: HostDatabase): Promise<MigrationStateView> {
  const [[last], seen] = await Promise.all([listRuns(db, { limit: 1, kinds: ['migrate'] }), firstSeen(context)]);
  return {
    ...(await judgeMigrationsNow(context, db, seen)),
    lastRun: last
      ? {
          id: last.id,
          status: last.status,
          at: last.startedAt.toISOString(),
          actorName: last.actorName,
          message: last.error?.message ?? null,
        }
      : null,
  };
}

/** The same without the newest run, and without the storage where `seen` is left out. Throws DATABASE_DOWN. */
export async function judgeMigrationsNow(
  context: BackupContext,
  db: HostDatabase,
  seen: ReadonlyMap<string, string> = new Map(),
): Promise<Omit<MigrationStateView, 'lastRun'>> {
  const { host } = context;
  const [journal, files, applied] = await Promise.all([
    host.migrationJournal(),
    host.migrationFiles(),
    readRecordedMigrations(db),
  ]);
  const objects = await readObjects(context, db, journal, applied);
  return judgeMigrations({ journal, files, applied, objects, seen });
}

async function readObjects(
  { host }: BackupContext,
  db: HostDatabase,
  journal: readonly JournalEntry[],
  applied: readonly AppliedMigration[],
): Promise<Map<string, { present: number; total: number }>> {
  const recorded = new Set(applied.map(({ hash }) => hash));
  const known = new Set(journal.map(({ hash }) => hash));
  // An edited file is recorded under its time, and never runs again.
  const edited = new Set(applied.flatMap(({ hash, createdAt }) => (known.has(hash) ? [] : [createdAt])));
  const open = journal.filter(({ hash, when }) => hash !== null && !recorded.has(hash) && !edited.has(when));
  const inTheWay = objectsInTheWay(await Promise.all(open.map(({ tag }) => host.migrationStatements(tag))));
  const counted = await Promise.all(
    open.map(async ({ tag }, index) => {
      const objects = inTheWay[index] ?? [];
      return [tag, { present: await countPresent(db, objects), total: objects.length }] as const;
    }),
  );
  return new Map(counted);
}

async function firstSeen({ catalog }: BackupContext): Promise<Map<string, string>> {
  const listed = await attempt(() => catalog.list());
  const seen = new Map<string, string>();
  if (!listed.ok) return seen;
  // Newest first, so that the oldest has the last word.
  for (const { manifest } of listed.value.entries) {
    for (const { hash } of manifest.migrations) seen.set(hash, manifest.createdAt);
  }
  return seen;
}
