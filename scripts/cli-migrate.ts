import { readAppliedMigrations } from '@/lib/db/applied-migrations';
import { runMigrations } from '@/lib/db/migrate';
import { readMigrationJournal } from '@/lib/db/migration-journal';
import { runScript } from './run-script';

/** Migrates, then prints every migration that the database has on record. */
await runScript(async () => {
  const { applied } = await runMigrations();
  const journal = await readMigrationJournal();
  const recorded = await readAppliedMigrations();
  console.log(applied.length === 0 ? 'The database was up to date.' : `Migrations applied now: ${applied.join(', ')}`);
  console.log(`On record: ${recorded.length} of ${journal.length} in this version.`);
  for (const { hash, when } of recorded) {
    const tag = journal.find((entry) => entry.hash === hash)?.tag ?? '(not in this version)';
    console.log(`  ${tag.padEnd(34)} ${hash.slice(0, 12)}  ${when?.toISOString() ?? 'time unknown'}`);
  }
});
