export type LimitedAct = 'run' | 'verify' | 'restore' | 'download' | 'notify-test';

export interface ActLimit {
  limit: number;
  windowSeconds: number;
  /** What is counted, in the plural. */
  words: string;
}

/**
 * How often one admin may do what costs the site much. The schedule is limited by its slots, and whoever has the
 * terminal owns the machine.
 */
export function actLimit(act: LimitedAct, { runs, downloads }: { runs: number; downloads: number }): ActLimit {
  const hourly = (limit: number, words: string): ActLimit => ({ limit, windowSeconds: 3_600, words });
  switch (act) {
    case 'run':
      return hourly(runs, 'backups');
    case 'verify':
      return hourly(runs, 'checks');
    case 'restore':
      return hourly(runs, 'restores');
    case 'download':
      return hourly(downloads, 'downloads');
    case 'notify-test':
      return { limit: 5, windowSeconds: 600, words: 'test messages' };
  }
}
