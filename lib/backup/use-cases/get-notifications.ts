import type { BackupContext } from '../context';
import { attempt, type Result } from '../kernel/result';
import { type ChannelRecord, readDeliveries } from '../runs/notice-records';
import type { NoticeChannelView, NotificationsView } from '../views';
import { openNotifiers } from './open-notifiers';
import { reachDatabase } from './reach-database';

/** The ways to people, and what came of the last message on each. Errors: DATABASE_DOWN. */
export function getNotifications(context: BackupContext): Promise<Result<NotificationsView>> {
  return attempt(async () => {
    const records = await readDeliveries(await reachDatabase(context));
    const { settings } = context;
    const view = (channel: NoticeChannelView['channel'], description: string, problem: string | null) =>
      channelView(
        records.find((record) => record.channel === channel),
        { channel, description, problem },
      );
    const heartbeat = settings.BACKUP_NOTIFY_HEARTBEAT_URL;
    return {
      channels: [
        ...openNotifiers(context).map(({ channel, description, problem }) => view(channel, description, problem)),
        ...(heartbeat ? [view('heartbeat', new URL(heartbeat).host, null)] : []),
      ],
      repeatHours: settings.BACKUP_NOTIFY_REPEAT_HOURS,
      siteUrl: settings.BACKUP_NOTIFY_SITE_URL ?? null,
    };
  });
}

const channelView = (
  record: ChannelRecord | undefined,
  channel: Pick<NoticeChannelView, 'channel' | 'description' | 'problem'>,
): NoticeChannelView => ({
  ...channel,
  triedAt: record?.triedAt ?? null,
  deliveredAt: record?.deliveredAt ?? null,
  reason: channel.problem ? null : (record?.reason ?? null),
});
