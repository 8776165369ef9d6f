import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import type { TableName } from '../database/connection-target';
import { findNativeTools, type NativeTool, newestTool } from '../database/dump/native-binaries';
import { readArchive } from '../database/restore/read-archive';
import { failure } from '../kernel/app-error';
import { ByteMeter, metered } from '../kernel/digest';
import { gunzip } from '../storage/compression';
import { openStored } from './open-stored';
import { nativeSearch } from './prepare-backup';
import { decryptionFor } from './stored-encryption';

export interface OpenedDump {
  /** The dump as SQL text. */
  sql: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** The pg_restore that reads this archive, or the major that this machine lacks. Null where none is needed. */
export function archiveReader(
  manifest: Pick<Manifest, 'artifact' | 'engine'>,
  nativeTools: readonly NativeTool[],
): { tool: NativeTool } | { missing: number } | null {
  if (manifest.artifact.format !== 'custom') return null;
  const major = Number.parseInt(manifest.engine.version, 10);
  const tool = newestTool(nativeTools, 'pg_restore', major);
  return tool ? { tool } : { missing: major };
}

/**
 * The stored artifact as it is loaded: stored bytes, hashed once more on the way, decrypted, decompressed, hashed again.
 * The caller has authenticated it before; a stream that ends with another hash means that it was exchanged since, and
 * throws CORRUPT. UNSUPPORTED where it is encrypted and this machine holds no key that opens it.
 */
export async function openArtifactStream(
  context: BackupContext,
  { artifact }: Manifest,
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const decrypt = await decryptionFor(context, artifact.encryption);
  const stored = await openStored(context, artifact, signal);
  const hashed = (async function* () {
    const meter = new ByteMeter();
    yield* metered(stored, meter);
    if (meter.size === artifact.size && meter.sha256() === artifact.sha256) return;
    throw failure('CORRUPT', 'The stored file changed while it was read.', {
      hint: 'Look for what else writes to the backup storage. Nothing was replaced.',
    });
  })();
  const packed = decrypt(hashed);
  if (artifact.format === 'sql.gz') return expectPlain(gunzip(packed, { maxPlainBytes: artifact.plainSize }), artifact);
  return artifact.encryption === 'none' ? packed : expectPlain(packed, artifact);
}

async function* expectPlain(
  dump: AsyncIterable<Uint8Array>,
  { plainSize, plainSha256 }: Manifest['artifact'],
): AsyncGenerator<Uint8Array> {
  const meter = new ByteMeter();
  yield* metered(dump, meter);
  if (meter.size === plainSize && meter.sha256() === plainSha256) return;
  throw failure('CORRUPT', 'The dump in the stored file is not the one that was made.', {
    hint: 'Take another backup. Nothing was replaced.',
  });
}

/** The pg_restore that reads this backup; null for SQL. Throws UNSUPPORTED where this machine has none. */
export async function archiveTool(context: BackupContext, manifest: Manifest): Promise<NativeTool | null> {
  const reader = archiveReader(manifest, await findNativeTools(nativeSearch(context)));
  if (!reader) return null;
  if ('tool' in reader) return reader.tool;
  throw failure('UNSUPPORTED', 'This machine has no pg_restore that can read this backup.', {
    hint: `Install the PostgreSQL client tools ${reader.missing} or newer, or set PG_BIN_DIR to their folder.`,
  });
}

/** The dump as SQL text, whatever its format. Throws as `archiveTool`. */
export async function openDump(
  context: BackupContext,
  manifest: Manifest,
  options: { onlyTables?: readonly TableName[]; signal?: AbortSignal } = {},
): Promise<OpenedDump> {
  const { onlyTables, signal } = options;
  const pgRestore = await archiveTool(context, manifest);
  const stream = await openArtifactStream(context, manifest, signal);
  return pgRestore
    ? readArchive(stream, { pgRestore, onlyTables, signal })
    : { sql: stream, close: async () => undefined };
}
