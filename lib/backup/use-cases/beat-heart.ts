import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { type HeartbeatState, pingHeartbeat } from '../notify/heartbeat-ping';
import { DeliveryFailure } from '../notify/notifier';
import { noteDelivery } from '../runs/notice-records';
import type { RunRecord } from '../runs/run-records';
import { reachDatabase } from './reach-database';

/**
 * Tells the watcher outside of a scheduled backup. One by hand tells nothing: it would hide that the schedule is silent.
 * Never throws.
 */
export async function beatHeart(context: BackupContext, run: RunRecord, state: HeartbeatState): Promise<void> {
  const url = context.settings.BACKUP_NOTIFY_HEARTBEAT_URL;
  if (!url || run.trigger !== 'schedule' || run.kind !== 'backup') return;
  let reason: string | null = null;
  try {
    await pingHeartbeat(url, state, run.id, run.error?.message);
  } catch (thrown) {
    const cause = thrown instanceof DeliveryFailure ? thrown.cause : thrown;
    reason = thrown instanceof DeliveryFailure ? thrown.message : 'The message could not be sent.';
    context.host.log.error('The watcher outside could not be told.', { state, reason, cause });
  }
  await attempt(async () => noteDelivery(await reachDatabase(context), 'heartbeat', reason));
}
