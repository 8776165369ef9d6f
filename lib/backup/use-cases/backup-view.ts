import type { CatalogEntry } from '../catalog/catalog-entry';
import type { Verification } from '../catalog/verification';
import type { BackupContext } from '../context';
import { keepReason } from '../policy/keep-reason';
import { proofOf } from '../policy/proof';
import type { BackupView, TableView, VerificationView } from '../views';
import { copyViews } from './copy-views';
import { isIdentitySet } from './stored-encryption';

const tableKey = ({ schema, name }: { schema: string; name: string }): string => JSON.stringify([schema, name]);

function tableViews({ manifest, verifications }: CatalogEntry): TableView[] {
  const proof = verifications.find(({ level }) => level === 'restore');
  const compared = new Map(proof?.tables.map((table) => [tableKey(table), table]));
  return manifest.tables.map((table) => {
    const comparison = compared.get(tableKey(table));
    return { ...table, restoredRows: comparison?.actualRows ?? null, same: comparison?.same ?? null };
  });
}

const verificationView = ({
  id,
  level,
  passed,
  at,
  durationMs,
  restoreMs,
  reason,
}: Verification): VerificationView => ({
  id,
  level,
  passed,
  at,
  durationMs,
  restoreMs,
  reason,
});

function pinView({ pins: [newest] }: CatalogEntry): BackupView['pin'] {
  if (!newest) return null;
  const { record } = newest;
  return { at: record?.at ?? null, actorName: record?.actor ?? null, note: record?.note ?? null };
}

/** One catalogue entry as the page and the CLI show it. `all` and `inUse` decide whether it may be deleted. */
export function backupView(
  context: BackupContext,
  entry: CatalogEntry,
  all: readonly CatalogEntry[],
  inUse: ReadonlySet<string>,
): BackupView {
  const { manifest, signatureValid, verifications } = entry;
  const { artifact, content } = manifest;
  return {
    id: manifest.id,
    createdAt: manifest.createdAt,
    finishedAt: manifest.finishedAt,
    durationMs: Date.parse(manifest.finishedAt) - Date.parse(manifest.createdAt),
    trigger: manifest.trigger,
    actorName: manifest.actor.name,
    note: manifest.note,
    runId: manifest.runId,
    scope:
      manifest.scope.kind === 'tables'
        ? manifest.scope
        : { kind: manifest.scope.kind, group: null, tables: [], missingReferences: [] },
    format: artifact.format,
    engine: manifest.engine,
    server: manifest.server,
    size: artifact.size,
    plainSize: artifact.plainSize,
    sha256: artifact.sha256,
    encryption: {
      kind: artifact.encryption,
      recipients: [...(artifact.recipients ?? [])],
      keyHere: artifact.encryption === 'none' || isIdentitySet(context),
    },
    proof: proofOf(entry),
    signatureValid,
    tables: tableViews(entry),
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    migrations: { count: manifest.migrations.length, lastHash: manifest.migrations.at(-1)?.hash ?? null },
    seed: manifest.seed?.status ?? null,
    content: content && {
      head: content.head,
      branch: content.branch,
      pushed: content.pushed,
      dirty: content.dirty.length,
    },
    files: manifest.files.length,
    appVersion: manifest.appVersion,
    storage: context.store.description,
    copies: copyViews(context, entry),
    verifications: verifications.map(verificationView),
    pin: pinView(entry),
    keepReason: keepReason(keptBackup(entry), all.map(keptBackup), inUse),
  };
}

/** What policy/keep-reason needs to know of an entry. */
export const keptBackup = (entry: CatalogEntry) => ({
  id: entry.manifest.id,
  scope: entry.manifest.scope.kind,
  proof: proofOf(entry),
  pinned: entry.pins.length > 0,
});
