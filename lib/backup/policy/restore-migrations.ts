import type { RestoreMigrations } from '../views';
import { type AppliedMigration, type JournalEntry, migrationVerdict } from './migration-verdict';

/**
 * What today's code makes of the migrations in a backup, by hash. `behind` may be restored and brought up to date;
 * `ahead` and `diverged` may not go live under this code: `ahead` where the backup has all of ours and more, `diverged`
 * where a migration of the backup was edited since, or each side has one that the other lacks.
 */
export function restoreMigrations(journal: JournalEntry[], applied: AppliedMigration[]): RestoreMigrations {
  const { rows } = migrationVerdict(journal, applied);
  const toRun = rows.flatMap(({ state, tag }) => (state === 'pending' && tag ? [tag] : []));
  const unknown = rows.flatMap(({ state, hash }) => (state === 'unknown' || state === 'changed' ? [hash] : []));
  const isChanged = rows.some(({ state }) => state === 'changed');
  const facts = { inBackup: applied.length, inApp: journal.length, toRun, unknown };
  if (isChanged || (unknown.length > 0 && toRun.length > 0)) return { verdict: 'diverged', ...facts };
  if (unknown.length > 0) return { verdict: 'ahead', ...facts };
  return { verdict: toRun.length > 0 ? 'behind' : 'same', ...facts };
}
