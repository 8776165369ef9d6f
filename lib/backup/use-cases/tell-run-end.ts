import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { DELIVERY_TIMING, type DeliveryTiming } from '../notify/deliver';
import { spaceIsLow } from '../policy/space-estimate';
import type { RunRecord } from '../runs/run-records';
import type { RunKind } from '../views';
import { freeSpace } from './free-space';
import { notify, notifyRecovered } from './notify';

const ABOUT: Record<RunKind, string> = {
  backup: 'The backup',
  verify: 'The check of a backup',
  restore: 'The restore',
  undo: 'The undo of a restore',
  reset: 'Starting over',
  content: 'The change of content',
  migrate: 'The migration of the database',
  seed: 'The seeding',
  prune: 'The tidying of old backups',
};

/** What a run's end means to people: trouble, the end of trouble, a proof that failed, little space. Never throws. */
export async function tellRunEnd(
  context: BackupContext,
  run: RunRecord,
  timing: DeliveryTiming = DELIVERY_TIMING,
): Promise<void> {
  const { kind, status, error, id, trigger, options } = run;
  const about = trigger === 'schedule' && kind === 'backup' ? 'The scheduled backup' : ABOUT[kind];
  const path = `/admin/backups/runs/${id}`;
  const proves = options.verifyRestore && (kind === 'backup' || kind === 'verify');
  if (status === 'failed' || status === 'lost') {
    const event = proves && kind === 'verify' ? 'drill-failed' : 'failed';
    const topic = event === 'failed' ? `failed:${kind}` : event;
    await notify(context, { event, topic, about, reason: error?.message, hint: error?.hint, path }, timing);
  }
  if (status !== 'done') return;
  const over = [`failed:${kind}`, ...(kind === 'backup' ? ['missed'] : [])];
  await notifyRecovered(context, over, { about, path });
  if (proves) await tellProof(context, run, path, timing);
  if (kind === 'backup') await tellSpace(context, run, timing);
}

/** A backup may have ended well while its proof did not. */
async function tellProof(context: BackupContext, run: RunRecord, path: string, timing: DeliveryTiming): Promise<void> {
  const entry = await attempt(() => context.catalog.get(run.backupId));
  if (!entry.ok) return;
  const proof = entry.value.verifications.find(({ level, runId }) => level === 'restore' && runId === run.id);
  if (!proof) return;
  if (proof.passed) return notifyRecovered(context, ['drill-failed'], { about: 'The proof of a backup', path });
  await notify(context, { event: 'drill-failed', reason: proof.reason ?? undefined, path }, timing);
}

async function tellSpace(context: BackupContext, run: RunRecord, timing: DeliveryTiming): Promise<void> {
  const { store } = context;
  const free = await attempt(() => freeSpace(context));
  const low = free.ok && spaceIsLow(free.value, run.size);
  if (!low) return notifyRecovered(context, ['low-space:primary'], { about: 'Storing with enough space' });
  await notify(
    context,
    {
      event: 'low-space',
      topic: 'low-space:primary',
      about: store.description,
      reason: low,
      hint: 'Free some space, or delete backups that are no longer needed.',
    },
    timing,
  );
}
