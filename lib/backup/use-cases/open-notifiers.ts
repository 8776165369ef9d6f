import type { BackupContext } from '../context';
import { emailNotifier } from '../notify/email-notifier';
import { DeliveryFailure, type NoticeChannel, type Notifier } from '../notify/notifier';
import { slackNotifier } from '../notify/slack-notifier';
import { webhookNotifier } from '../notify/webhook-notifier';

export interface ConfiguredChannel {
  channel: NoticeChannel;
  description: string;
  /** Null where something is missing for it; `problem` says what. */
  notifier: Notifier | null;
  problem: string | null;
}

/** The ways to people that the environment names, also those that are set half. */
export function openNotifiers({ settings, host }: BackupContext): ConfiguredChannel[] {
  const channels: ConfiguredChannel[] = [];
  const open = (notifier: Notifier) =>
    channels.push({ channel: notifier.channel, description: notifier.description, notifier, problem: null });
  const lacks = (channel: NoticeChannel, problem: string) =>
    channels.push({ channel, description: '', notifier: null, problem });

  const to = settings.BACKUP_NOTIFY_EMAIL_TO;
  if (to.length > 0) {
    const { BACKUP_NOTIFY_SMTP_URL: smtpUrl, BACKUP_NOTIFY_EMAIL_FROM: from } = settings;
    if (smtpUrl && from) open(emailNotifier({ smtpUrl, from, to }));
    else lacks('email', 'Set BACKUP_NOTIFY_SMTP_URL and BACKUP_NOTIFY_EMAIL_FROM too.');
  }
  if (settings.BACKUP_NOTIFY_WEBHOOK_URL) {
    const { BACKUP_NOTIFY_WEBHOOK_URL: url, BACKUP_NOTIFY_WEBHOOK_SECRET: secret } = settings;
    if (secret) open(webhookNotifier({ url, secret }));
    else lacks('webhook', 'Set BACKUP_NOTIFY_WEBHOOK_SECRET too: at least 32 characters.');
  }
  if (settings.BACKUP_NOTIFY_SLACK_URL) open(slackNotifier({ url: settings.BACKUP_NOTIFY_SLACK_URL }));
  if (settings.BACKUP_NOTIFY_IN_APP) {
    const { notifyAdmins } = host;
    if (notifyAdmins) open(inAppNotifier(notifyAdmins));
    else lacks('in-app', 'This application has no notifications of its own.');
  }
  return channels;
}

const inAppNotifier = (notifyAdmins: NonNullable<BackupContext['host']['notifyAdmins']>): Notifier => ({
  channel: 'in-app',
  description: '',
  async deliver({ id, title, text, link, urgent, event }) {
    const told = await notifyAdmins({ id, title, message: text || title, link, urgent, group: `backup:${event}` });
    if (told === 0) throw new DeliveryFailure('There is no admin who could be told.', false);
  },
});
