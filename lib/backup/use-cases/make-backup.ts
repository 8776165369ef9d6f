import type { SequenceBounds, UnsignedManifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { withPostgresFailures } from '../database/postgres-failure';
import { readSequences, type SequenceReading } from '../database/sequences';
import { openSnapshot } from '../database/snapshot';
import { failure } from '../kernel/app-error';
import { drillDue } from '../policy/drill-due';
import type { RunContext } from '../runs/execute-run';
import type { RunRecord } from '../runs/run-records';
import { hashStoredObject } from '../storage/read-back';
import { collectSurroundings } from './collect-surroundings';
import { dumpToStorage } from './dump-to-storage';
import { prepareBackup } from './prepare-backup';
import { proveByRestore } from './prove-by-restore';
import { carriedPolicy, readPolicy } from './read-policy';
import type { BackupOptions, Initiator } from './start-backup';
import { discardUnfinished, tidyStorage } from './tidy-storage';

export interface BackupOrder {
  run: RunRecord;
  options: BackupOptions;
  initiator: Initiator;
  note: string | null;
}

/**
 * The order of business of one backup: check, hold one moment, dump and fingerprint that moment, note what surrounds
 * it, read the stored bytes back, sign. The manifest is the only commit point; every earlier end leaves nothing.
 */
export async function makeBackup(context: BackupContext, order: BackupOrder, running: RunContext): Promise<void> {
  const { backupId } = order.run;
  let committed = false;
  try {
    const manifest = await dumpAndDescribe(context, order, running);
    await running.phase('sign', async () => {
      await running.assertLease();
      await context.catalog.commit(manifest);
      committed = true;
    });
    running.result({ size: manifest.artifact.size });
    if (order.options.verifyRestore || (await drillIsDue(context, order, manifest))) {
      running.result({ verifyRestore: true });
      const drill = order.initiator.trigger === 'schedule';
      await proveByRestore(context, backupId, running, { required: false, drill });
    }
    await tidyStorage(context);
  } finally {
    if (!committed) await discardUnfinished(context, backupId);
  }
}

/** Only the schedule practises by itself: who presses a button says whether it shall take the longer way. */
async function drillIsDue(
  context: BackupContext,
  { initiator }: BackupOrder,
  { scope, artifact }: UnsignedManifest,
): Promise<boolean> {
  if (initiator.trigger !== 'schedule' || scope.kind !== 'full') return false;
  const [{ policy }, { entries }] = await Promise.all([readPolicy(context), context.catalog.list()]);
  const backups = entries
    .filter(({ manifest }) => manifest.scope.kind === 'full')
    .map(({ manifest, verifications }) => ({ format: manifest.artifact.format, verifications }));
  const due = drillDue({
    now: context.clock.now(),
    everyDays: policy.drills.everyDays,
    format: artifact.format,
    backups,
  });
  return due !== null;
}

async function dumpAndDescribe(
  context: BackupContext,
  order: BackupOrder,
  running: RunContext,
): Promise<UnsignedManifest> {
  const plan = await running.phase('check', (phase) => prepareBackup(context, order, running, phase));
  running.result({ engine: plan.engine.name, format: plan.format });
  const createdAt = context.clock.now().toISOString();
  const snapshot = await running.phase('snapshot', () =>
    openSnapshot(plan.source, { signal: running.signal, tables: plan.tables }),
  );
  try {
    const positions = () => withPostgresFailures(() => readSequences(snapshot.client, plan.scope));
    const before = await positions();
    const { artifact, tables } = await dumpToStorage(context, plan, order.run.backupId, snapshot, running);
    const after = await positions();
    const surroundings = await running.phase('context', (phase) =>
      collectSurroundings(context, snapshot.client, phase, { backupId: order.run.backupId, signal: running.signal }),
    );
    await running.phase('readback', async (phase) => {
      const stored = await hashStoredObject(context.store, artifact.key, {
        signal: running.signal,
        onBytes: (bytes) => running.progress({ bytes }),
      });
      phase.facts({ bytes: stored.size });
      if (stored.size !== artifact.size || stored.sha256 !== artifact.sha256) {
        throw failure('CORRUPT', 'The storage gave back other bytes than were written. The backup was thrown away.', {
          hint: 'Check the disk or the storage service for errors, then back up again.',
        });
      }
    });
    return {
      version: 1,
      id: order.run.backupId,
      site: context.site.slug,
      createdAt,
      finishedAt: context.clock.now().toISOString(),
      trigger: order.initiator.trigger,
      actor: order.initiator.actor,
      note: order.note,
      runId: order.run.id,
      scope: plan.manifestScope,
      engine: { name: plan.engine.name, version: plan.engine.version },
      server: plan.server,
      artifact,
      fingerprint: plan.scope.selection.kind === 'schema' ? 'none' : 'exact',
      tables,
      sequences: bounds(before, after),
      extensions: plan.extensions,
      ...surroundings,
      policy: carriedPolicy(await readPolicy(context)),
      appVersion: context.host.appVersion(),
      readBackAt: context.clock.now().toISOString(),
    };
  } finally {
    await snapshot.close();
  }
}

function bounds(before: readonly SequenceReading[], after: readonly SequenceReading[]): SequenceBounds[] {
  const key = ({ schema, name }: SequenceReading) => JSON.stringify([schema, name]);
  const later = new Map(after.map((reading) => [key(reading), reading.value]));
  return before.map((reading) => ({
    schema: reading.schema,
    name: reading.name,
    before: reading.value,
    after: later.get(key(reading)) ?? reading.value,
  }));
}
