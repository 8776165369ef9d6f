/** `unknown`: it did not answer, or what it depends on did not. */
export type StartWord = 'ok' | 'warning' | 'failed' | 'unknown';
export type StartPart = 'database' | 'migrations' | 'seed' | 'protection';

export interface StartFinding {
  status: StartWord;
  /** What was found, as one machine word: a version, or the verdict and its reason. Null where nothing answered. */
  found: string | null;
  /** Sentence for an admin. */
  message: string;
  hint: string | null;
}

/** How this process found its database and its backups when it started. For admins and monitors with a token. */
export interface StartReportView {
  at: string;
  /** Milliseconds. */
  tookMs: number;
  appVersion: string;
  parts: Record<StartPart, StartFinding>;
}

/** What of it anybody may read: words and the time. */
export type StartHealthView = { at: string } & Record<StartPart, StartWord>;
