export interface NoticeChannelView {
  channel: 'email' | 'webhook' | 'slack' | 'in-app' | 'heartbeat';
  /** Who gets it: addresses or the name of a host, never a secret. */
  description: string;
  triedAt: string | null;
  deliveredAt: string | null;
  /** Why the last message did not get through; null where it did. */
  reason: string | null;
  /** What is missing in the settings. */
  problem: string | null;
}

export interface NotificationsView {
  channels: NoticeChannelView[];
  repeatHours: number;
  /** Null where messages carry no link. */
  siteUrl: string | null;
}
