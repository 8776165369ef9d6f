import type { BackupContext } from '../context';
import type { HostDatabase } from '../host.types';
import { newId } from '../kernel/ids';
import { attempt } from '../kernel/result';
import { DELIVERY_TIMING, type DeliveryTiming, deliver } from '../notify/deliver';
import { composeNotice, type Notice, type NoticeMessage } from '../policy/notice';
import { claimNotice, closeNotices, noteDelivery, unclaimNotice } from '../runs/notice-records';
import { openNotifiers } from './open-notifiers';
import { reachDatabase } from './reach-database';

/** Where the database is away, which is worth telling of all things, this process remembers what it told. */
const toldWithoutDatabase = new Map<string, number>();

/**
 * Tells people by every configured way, once while a trouble lasts and again each BACKUP_NOTIFY_REPEAT_HOURS. Gives to
 * how many ways it got through. Never throws and never fails anybody's run: what did not get through is written down for
 * the page and the log.
 */
export async function notify(
  context: BackupContext,
  notice: Notice,
  timing: DeliveryTiming = DELIVERY_TIMING,
): Promise<{ delivered: number; failed: number }> {
  const nobody = { delivered: 0, failed: 0 };
  const { settings, site, clock } = context;
  if (openNotifiers(context).length === 0) return nobody;
  const reached = await attempt(() => reachDatabase(context));
  const db = reached.ok ? reached.value : null;
  const topic = notice.topic ?? notice.event;
  const claimed = await claim(context, db, topic, notice);
  if (!claimed) return nobody;
  const message = composeNotice(notice, {
    id: newId(clock.now()),
    site: site.name,
    siteUrl: settings.BACKUP_NOTIFY_SITE_URL ?? null,
    at: clock.now(),
    times: claimed.times,
  });
  const outcome = await sendToAll(context, db, message, timing);
  if (outcome.delivered === 0) {
    toldWithoutDatabase.delete(topic);
    if (db) await attempt(() => unclaimNotice(db, topic));
  }
  return outcome;
}

/** The same trouble is over: people are told so if they had been told of it. */
export async function notifyRecovered(
  context: BackupContext,
  topics: readonly string[],
  notice: Omit<Notice, 'event'>,
): Promise<void> {
  if (openNotifiers(context).length === 0) return;
  for (const topic of topics) toldWithoutDatabase.delete(topic);
  const closed = await attempt(async () => closeNotices(await reachDatabase(context), topics));
  if (!closed.ok || closed.value.length === 0) return;
  const topic = `recovered:${newId(context.clock.now())}`;
  await notify(context, { ...notice, event: 'recovered', topic });
  await attempt(async () => closeNotices(await reachDatabase(context), [topic]));
}

async function claim({ settings, clock }: BackupContext, db: HostDatabase | null, topic: string, { event }: Notice) {
  const repeatHours = event === 'test' ? 0 : settings.BACKUP_NOTIFY_REPEAT_HOURS;
  if (db) {
    const claimed = await attempt(() => claimNotice(db, { topic, event, repeatHours }));
    if (claimed.ok) return claimed.value;
  }
  const now = clock.now().getTime();
  const last = toldWithoutDatabase.get(topic);
  if (last !== undefined && now - last < repeatHours * 3_600_000) return null;
  toldWithoutDatabase.set(topic, now);
  return { times: 1 };
}

/** Every way at once; one that fails keeps none of the others waiting. */
export async function sendToAll(
  context: BackupContext,
  db: HostDatabase | null,
  message: NoticeMessage,
  timing: DeliveryTiming,
): Promise<{ delivered: number; failed: number }> {
  const outcomes = await Promise.all(
    openNotifiers(context).map(async ({ channel, notifier, problem }) => {
      const failed = notifier ? await deliver(notifier, message, timing) : null;
      const reason = failed?.message ?? problem;
      if (reason) {
        context.host.log.error('A message to people did not get through.', {
          ...{ channel, event: message.event, reason, cause: failed?.cause },
        });
      }
      if (db) await attempt(() => noteDelivery(db, channel, reason));
      return reason === null;
    }),
  );
  const delivered = outcomes.filter(Boolean).length;
  return { delivered, failed: outcomes.length - delivered };
}
