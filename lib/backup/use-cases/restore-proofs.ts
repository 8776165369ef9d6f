import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import type { RestoreProof } from '../policy/readiness-backups';

/**
 * Every restore of a full backup that was practised, good or bad, from signed records alone: those beside the backups,
 * and game days. A part of the data restores no site. Throws STORAGE_DOWN.
 */
export async function restoreProofs(
  { gameDays }: BackupContext,
  entries: readonly CatalogEntry[],
): Promise<RestoreProof[]> {
  const { records } = await gameDays.list();
  const practised = entries
    .filter(({ manifest, signatureValid }) => signatureValid && manifest.scope.kind === 'full')
    .flatMap(({ verifications }) =>
      verifications
        .filter(({ level }) => level === 'restore')
        .map(({ at, passed, kind }) => ({ at, passed, by: kind ?? ('proof' as const) })),
    );
  const rehearsed = records.flatMap(({ endedAt, outcome }) =>
    outcome === 'given-up' ? [] : [{ at: endedAt, passed: outcome === 'passed', by: 'game-day' as const }],
  );
  return [...practised, ...rehearsed];
}
