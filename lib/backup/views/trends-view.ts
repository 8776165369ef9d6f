export interface TrendPoint {
  backupId: string;
  at: string;
  /** Stored bytes. */
  size: number;
  durationMs: number;
  /** Of the newest restore that proved it; null where none did. */
  restoreMs: number | null;
}

export interface DestinationUse {
  /** `primary`, or the name of the copies in the settings. */
  name: string;
  description: string;
  backups: number;
  /** Stored bytes of the recovery points there. */
  usedBytes: number;
  freeBytes: number | null;
  /** Null where there are too few backups to say anything. While nothing is deleted. */
  forecast: {
    backupBytesPerDay: number;
    storedBytesPerDay: number;
    used: { days: number; bytes: number }[];
    daysUntilFull: number | null;
  } | null;
}

export interface TrendsView {
  /** Good full backups, oldest first, at most 90. */
  points: TrendPoint[];
  destinations: DestinationUse[];
}
