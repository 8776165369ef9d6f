import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result, unwrap } from '../kernel/result';
import { DELIVERY_TIMING, type DeliveryTiming } from '../notify/deliver';
import { composeNotice } from '../policy/notice';
import type { NotificationsView } from '../views';
import { getNotifications } from './get-notifications';
import { sendToAll } from './notify';
import { openNotifiers } from './open-notifiers';
import { reachDatabase } from './reach-database';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';
import { takeActAttempt } from './take-act-attempt';

/**
 * Sends one message by every way that is set and gives what came of it. The watcher of the schedule gets none.
 * Errors: NOTHING_TO_DO (no way is set), BUSY (too many), DATABASE_DOWN.
 */
export function sendTestNotice(
  context: BackupContext,
  { trigger, actor }: Pick<Initiator, 'trigger' | 'actor'>,
  timing: DeliveryTiming = DELIVERY_TIMING,
): Promise<Result<NotificationsView>> {
  return attempt(async () => {
    if (openNotifiers(context).length === 0) {
      throw failure('NOTHING_TO_DO', 'No way to people is set.', { hint: 'Set BACKUP_NOTIFY_… variables first.' });
    }
    await takeActAttempt(context, 'notify-test', { trigger, actor });
    const { site, settings, clock } = context;
    const message = composeNotice(
      { event: 'test', reason: `Sent by ${actor.name}. Nothing is wrong.`, path: '/admin/backups' },
      {
        id: newId(clock.now()),
        site: site.name,
        siteUrl: settings.BACKUP_NOTIFY_SITE_URL ?? null,
        at: clock.now(),
        times: 1,
      },
    );
    const outcome = await sendToAll(context, await reachDatabase(context), message, timing);
    await noteAudit(context, { act: 'notify.test', actor, from: trigger, detail: outcome });
    return unwrap(await getNotifications(context));
  });
}
