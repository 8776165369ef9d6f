import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, type TestModule } from '../support/backup-module';
import type { TestDatabase } from '../support/postgres';
import { waitFor } from '../support/wait-for';

const OBJECT =
  /(^|\/)(data\.(dump|sql|sql\.gz)(\.age)?|manifest\.json|tombstone\.json|verification-[0-9A-Z]{26}\.json|restorations\/[0-9A-Z]{26}\.json|audit\/head-\d{12}\.json|rescue\/rescue\.mjs|runbook\/runbook-(en|fr|ar)\.html)$/;

/** Sessions that the module opened for dumps, snapshots and checks. */
export const backupSessions = (database: TestDatabase) =>
  database.query<{ application_name: string; wait: string | null }>(
    `select application_name, wait_event_type as wait from pg_stat_activity
      where datname = current_database() and application_name like 'backup %'`,
  );

export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name}`);
}

/**
 * What must hold after any fault: no run counts as running without a live lease, no session, scratch database or
 * unfinished file is left, every data file has its manifest, and every listed backup passes a reading of its bytes.
 */
export async function expectSound(
  module: TestModule,
  database: TestDatabase,
  { backups }: { backups?: number } = {},
): Promise<void> {
  await waitFor(async () => (await backupSessions(database)).length === 0, { what: 'the sessions of the run to end' });
  const orphans = await database.query(
    `select r.id from backup.runs r left join backup.leases l on l.run_id = r.id and l.expires_at > now()
      where r.status = 'running' and l.run_id is null`,
  );
  expect(orphans).toEqual([]);
  // Of this site's runs: other tests restore on the same server meanwhile.
  const scratch = await database.query(
    `select datname from pg_database join backup.runs on datname like 'bk\\_scratch\\_' || lower(runs.id) || '%'`,
  );
  expect(scratch).toEqual([]);
  const files = await filesBelow(module.directory);
  expect(files.filter((file) => !OBJECT.test(file))).toEqual([]);
  const listed = await listBackups(module.context);
  if (!listed.ok) throw new Error(listed.error.message);
  expect(listed.value.damaged).toEqual([]);
  if (backups !== undefined) expect(listed.value.backups).toHaveLength(backups);
  expect(files.filter((file) => /\/data\./.test(file))).toHaveLength(listed.value.backups.length);
  for (const { id } of listed.value.backups) {
    const verified = await ended(verifyBackup(module.context, { backupId: id, level: 'bytes' }, byTest));
    expect(verified.proof).not.toBe('damaged');
  }
}
