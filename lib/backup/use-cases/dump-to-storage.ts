import type { TableFingerprint, UnsignedManifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { fingerprintTables } from '../database/fingerprint/fingerprint-tables';
import type { Snapshot } from '../database/snapshot';
import { ByteMeter, metered } from '../kernel/digest';
import type { RunContext } from '../runs/execute-run';
import { gzip } from '../storage/compression';
import { encryptAge } from '../storage/encryption/age';
import { objectKeys } from '../storage/object-keys';
import { type BackupPlan, LOCK_TIMEOUT_MS } from './prepare-backup';

interface StoredDump {
  artifact: UnsignedManifest['artifact'];
  tables: TableFingerprint[];
}

/**
 * One pass, constant memory: pg_dump → [gzip] → [encrypt] → hash and count → storage, while the database fingerprints the same
 * snapshot on the connection that holds it. The first failure on either side stops the other.
 */
export async function dumpToStorage(
  context: BackupContext,
  plan: BackupPlan,
  backupId: string,
  snapshot: Snapshot,
  running: RunContext,
): Promise<StoredDump> {
  const sibling = new AbortController();
  const signal = AbortSignal.any([running.signal, sibling.signal]);
  const stopOther = (thrown: unknown): never => {
    sibling.abort(thrown);
    throw thrown;
  };
  const dumped = storeDump(context, plan, backupId, snapshot, running, signal).catch(stopOther);
  const fingerprinted = running
    .phase('fingerprint', async (phase) => {
      const tables = await fingerprintTables(snapshot.client, plan.tables, { signal });
      phase.facts({ tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) });
      return tables;
    })
    .catch(stopOther);
  const outcomes = await Promise.allSettled([dumped, fingerprinted]);
  // The first cause, not the abort it led to in the other half.
  if (sibling.signal.aborted && !running.signal.aborted) throw sibling.signal.reason;
  const [artifact, tables] = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }) as [UnsignedManifest['artifact'], TableFingerprint[]];
  return { artifact, tables };
}

async function storeDump(
  context: BackupContext,
  { engine, format, scope, source, tables, databaseBytes }: BackupPlan,
  backupId: string,
  snapshot: Snapshot,
  running: RunContext,
  signal: AbortSignal,
): Promise<UnsignedManifest['artifact']> {
  const recipients = context.settings.BACKUP_ENCRYPT_TO;
  const encryption = recipients.length > 0 ? 'age' : 'none';
  const key = objectKeys(context.site.slug).dataKey(backupId, format, encryption);
  const plain = new ByteMeter();
  const stored = new ByteMeter();
  return running.phase('dump', async (dumpPhase) => {
    dumpPhase.log(`Dumping ${tables.length} tables at one snapshot.`);
    let tablesBegun = 0;
    const dump = engine.dump({
      target: source,
      snapshot: snapshot.id,
      output: format === 'custom' ? 'custom' : 'plain',
      ...scope,
      lockTimeoutMs: LOCK_TIMEOUT_MS,
      signal,
      onTable: (table) => {
        tablesBegun += 1;
        dumpPhase.log(table.schema === 'public' ? table.name : `${table.schema}.${table.name}`);
        running.progress({ tablesDone: tablesBegun - 1, tablesTotal: tables.length });
      },
    });
    const counted = metered(dump, plain);
    const packed = format === 'sql.gz' ? gzip(counted) : counted;
    const body = metered(encryption === 'age' ? encryptAge(packed, recipients) : packed, stored);
    await running.phase('store', async (storePhase) => {
      await context.store.put(key, reporting(body, running, stored), {
        ifAbsent: true,
        signal,
        expectedSize: databaseBytes,
      });
      storePhase.facts({ bytes: stored.size });
    });
    running.progress({ tablesDone: tables.length, tablesTotal: tables.length, bytes: stored.size });
    dumpPhase.facts({ tables: tables.length, plainBytes: plain.size, bytes: stored.size });
    return {
      key,
      format,
      compression: format === 'custom' ? 'archive' : format === 'sql.gz' ? 'gzip' : 'none',
      encryption,
      ...(encryption === 'age' ? { recipients } : {}),
      size: stored.size,
      sha256: stored.sha256(),
      plainSize: plain.size,
      plainSha256: plain.sha256(),
    };
  });
}

async function* reporting(
  source: AsyncIterable<Uint8Array>,
  running: RunContext,
  meter: ByteMeter,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    running.progress({ bytes: meter.size });
    yield chunk;
  }
}
