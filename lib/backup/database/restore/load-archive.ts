import type { ConnectionTarget } from '../connection-target';
import { type LoadOptions, type LoadSummary, loadSql } from './load-sql';
import { readArchive } from './read-archive';

/**
 * Loads a custom archive: pg_restore decodes it, `loadSql` loads it. So both formats have one transaction, one set of
 * refusals, progress by table and failures that name the table. pg_restore sees no credentials.
 * Throws AppFailure as `loadSql` does, UNSUPPORTED also where pg_restore is too old for the archive.
 */
export async function loadArchive(
  target: ConnectionTarget,
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions & { pgRestore: { path: string; major: number } },
): Promise<LoadSummary> {
  const { pgRestore, ...loadOptions } = options;
  const archive = readArchive(source, { pgRestore, signal: options.signal });
  try {
    return await loadSql(target, archive.sql, loadOptions);
  } finally {
    await archive.close();
  }
}
