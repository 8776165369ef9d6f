import type { ArtifactCheck } from '../catalog/check-artifact';
import { checkArtifact } from '../catalog/check-artifact';
import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { sendPiece } from './transfer-backup';

/**
 * Mends a primary store that lost or spoiled the data of a backup: the first copy that is right, byte for byte, is
 * written back and read again. Gives what the primary store has then; null where no copy could help.
 */
export async function putBackArtifact(
  { store, copies, host }: BackupContext,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<ArtifactCheck | null> {
  for (const copy of copies) {
    const right = await attempt(() => checkArtifact(copy.store, manifest, { signal }));
    if (!right.ok || !right.value.passed) continue;
    const primary = { name: 'primary', store };
    const sent = await attempt(() => sendPiece(copy.store, primary, manifest.artifact, signal));
    const facts = { backupId: manifest.id, copy: copy.name };
    if (sent.ok) {
      host.log.warn('The data of a backup was lost or damaged and was put back from a copy.', facts);
      return { passed: true, reason: null, size: manifest.artifact.size, sha256: manifest.artifact.sha256 };
    }
    host.log.error('The data of a backup could not be put back from a copy.', { ...facts, reason: sent.error.message });
  }
  return null;
}
