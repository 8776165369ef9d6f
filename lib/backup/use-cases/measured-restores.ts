import type { BackupContext } from '../context';

/** Restores that were measured on this site, newest first, from the proofs beside the backups. */
export async function measuredRestores({
  catalog,
}: BackupContext): Promise<{ plainSize: number; restoreMs: number }[]> {
  const { entries } = await catalog.list();
  return entries
    .flatMap(({ manifest, verifications }) =>
      verifications.flatMap(({ id, passed, restoreMs }) =>
        passed && restoreMs ? [{ id, plainSize: manifest.artifact.plainSize, restoreMs }] : [],
      ),
    )
    .sort((left, right) => (left.id < right.id ? 1 : -1));
}
