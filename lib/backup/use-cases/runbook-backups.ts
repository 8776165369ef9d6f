import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { isGood, proofOf } from '../policy/proof';
import type { RunbookBackup, RunbookFacts } from '../policy/runbook-facts';
import { findKitSource } from './find-kit-source';

/**
 * The newest full backup that a restore has proven, and the newest good one where that is a later one; with none proven,
 * the newest good one. Of those that stand where a recovery should read: see find-kit-source. Throws STORAGE_DOWN.
 */
export async function runbookBackups(
  context: BackupContext,
): Promise<NonNullable<RunbookFacts['backups']> & { place: string }> {
  const { entries, source } = await findKitSource(context);
  const place = source?.name ?? 'primary';
  const isThere = ({ manifest, copies }: CatalogEntry) =>
    place === 'primary' ||
    manifest.id === source?.manifest.id ||
    copies.find(({ destination }) => destination === place)?.passed === true;
  const good = entries.filter(
    (entry) => entry.manifest.scope.kind === 'full' && isGood(proofOf(entry)) && isThere(entry),
  );
  const proven = good.find((entry) => proofOf(entry) === 'restored');
  const [newest] = good;
  const chosen = proven ?? newest;
  return {
    place,
    chosen: chosen ? described(chosen) : null,
    newer: newest && newest !== chosen ? described(newest) : null,
  };
}

function described(entry: CatalogEntry): RunbookBackup {
  const { id, createdAt, artifact, tables, content, bundle, server, engine } = entry.manifest;
  return {
    id,
    createdAt,
    proven: proofOf(entry) === 'restored',
    format: artifact.format,
    size: artifact.size,
    tables: tables.length,
    rows: tables.reduce((sum, table) => sum + (table.rows ?? 0), 0),
    encrypted: artifact.encryption === 'age',
    content: content && { head: content.head, branch: content.branch, pushed: content.pushed },
    bundle: bundle !== undefined && bundle !== null,
    postgresMajor: Math.max(server.major, Number.parseInt(engine.version, 10)),
  };
}
