import type { Readable } from 'node:stream';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result, unwrap } from '../kernel/result';
import { openStored } from './open-stored';

export interface OpenedDownload {
  stream: Readable;
  size: number;
  sha256: string;
  /** `age`: it is given as it is stored, for whoever holds a private key. */
  encryption: 'none' | 'age';
  /** "mcp-server-directory-2026-11-22T030000Z.dump.age": made here, never taken from outside. */
  fileName: string;
}

const EXTENSION = { custom: 'dump', sql: 'sql', 'sql.gz': 'sql.gz' } as const;
const ENDING = { none: '', age: '.age' } as const;

/** Opens a stored artifact, as the CLI does on the machine itself. Errors: NOT_FOUND, CORRUPT, STORAGE_DOWN. */
export async function openArtifact(
  context: BackupContext,
  backupId: string,
  signal?: AbortSignal,
): Promise<Result<OpenedDownload>> {
  return attempt(async () => {
    if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Look at the list.' });
    const entry = await attempt(() => context.catalog.get(backupId));
    const adopted =
      entry.ok || entry.error.code !== 'NOT_FOUND' ? null : await adoptedArtifact(context, backupId, signal);
    if (adopted) return adopted;
    const { manifest, signatureValid } = unwrap(entry);
    if (!signatureValid) {
      throw failure('CORRUPT', 'The manifest of this backup was changed after it was signed.', {
        hint: 'Do not use this backup.',
      });
    }
    const moment = manifest.createdAt.replace(/\.\d+/, '').replaceAll(':', '');
    return {
      stream: await openStored(context, manifest.artifact, signal),
      size: manifest.artifact.size,
      sha256: manifest.artifact.sha256,
      encryption: manifest.artifact.encryption,
      fileName: `${context.site.slug}-${moment}.${EXTENSION[manifest.artifact.format]}${ENDING[manifest.artifact.encryption]}`,
    };
  });
}

/** A data file whose manifest is gone, with the size and hash of the day on which it was adopted. */
async function adoptedArtifact(
  context: BackupContext,
  id: string,
  signal: AbortSignal | undefined,
): Promise<OpenedDownload | null> {
  const adoption = await context.catalog.adoption(id);
  if (!adoption) return null;
  const { artifact } = adoption;
  return {
    stream: await openStored(context, artifact, signal),
    size: artifact.size,
    sha256: artifact.sha256,
    encryption: artifact.encryption,
    fileName: `${context.site.slug}-unproven-${id}.${EXTENSION[artifact.format]}${ENDING[artifact.encryption]}`,
  };
}
