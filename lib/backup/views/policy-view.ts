import type { BackupPolicy } from '../policy/backup-policy';

export type { BackupPolicy };

export interface PolicyView {
  policy: BackupPolicy;
  /** 0: nobody has saved one. Hand it back when saving: a later one then refuses as STALE. */
  version: number;
  savedAt: string | null;
  savedBy: string | null;
  /** `manifest`: the database is away, and this is what the newest backup carries. `default`: of the environment. */
  source: 'saved' | 'manifest' | 'default';
  /** Names of the off-site destinations that are configured. */
  destinations: string[];
  /** When the schedule starts the next run by this policy; null where it is off. */
  nextRunAt: string | null;
  /** Zones of the runtime, for a list to choose from. */
  timeZones: string[];
}
