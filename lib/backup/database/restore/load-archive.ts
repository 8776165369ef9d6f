import type { Client } from 'pg';
import type { ConnectionTarget } from '../connection-target';
import { loadInto } from './load-into';
import type { LoadOptions, LoadSummary, PrivateLoadOptions } from './load-options';
import { loadSql } from './load-sql';
import { readArchive } from './read-archive';

export interface ArchiveTool {
  pgRestore: { path: string; major: number };
}

/**
 * Loads a custom archive: pg_restore decodes it, `loadSql` loads it. So both formats have one set of refusals, progress by
 * table and failures that name the table. pg_restore sees no credentials.
 * Throws AppFailure as `loadSql` does, UNSUPPORTED also where pg_restore is too old for the archive.
 */
export async function loadArchive(
  target: ConnectionTarget,
  source: AsyncIterable<Uint8Array>,
  { pgRestore, ...options }: PrivateLoadOptions & ArchiveTool,
): Promise<LoadSummary> {
  const { signal, privateDatabase: split = false } = options;
  const archive = readArchive(source, { pgRestore, signal, split });
  try {
    return await loadSql(target, archive.sql, { ...options, ...(archive.postData && { postData: archive.postData }) });
  } finally {
    await archive.close();
  }
}

/** The same on the caller's connection and in the caller's transaction, as `loadInto`. */
export async function loadArchiveInto(
  client: Client,
  source: AsyncIterable<Uint8Array>,
  { pgRestore, ...options }: LoadOptions & ArchiveTool,
): Promise<LoadSummary> {
  const archive = readArchive(source, { pgRestore, signal: options.signal });
  try {
    return await loadInto(client, archive.sql, options);
  } finally {
    await archive.close();
  }
}
