/** Where the site runs, or who runs its database: decides which commands a runbook has. */
export type RunbookSetup = 'server' | 'docker' | 'vercel' | 'managed';

export type RunbookLocale = 'en' | 'fr' | 'ar';

export interface RunbookStepView {
  /** 0 is what has to stand before the ten steps of the guide. */
  number: number;
  title: string;
  text: string;
  notes: string[];
  /** Lines for bash, in one session for all steps. */
  commands: string[];
  /** What the step took when it was last measured, with the date, or that nobody measured it yet; null for step 0. */
  time: string | null;
}

export interface RunbookRowView {
  name: string;
  value: string;
  /** A name, an address or an id: never translated, read from left to right. */
  code?: boolean;
}

/** What to do when everything is lost, with this site's facts, in one language. Holds no secret: variables by name alone. */
export interface RunbookView {
  locale: RunbookLocale;
  direction: 'ltr' | 'rtl';
  site: string;
  setup: RunbookSetup;
  setupName: string;
  recognised: RunbookSetup;
  madeAt: string;
  title: string;
  /** What it puts back, to when. */
  lead: string;
  made: string;
  /** Of the backup that the commands are for. */
  backupAt: string | null;
  /** `proven`: the commands are for a backup that was restored exactly. */
  state: 'proven' | 'unproven' | 'none' | 'unknown';
  /** What could not be found out, or is missing. */
  warnings: string[];
  contacts: { heading: string; people: string[]; none: string | null };
  facts: { heading: string; rows: RunbookRowView[] };
  /** Values that nobody finds here: where each must come from. */
  needs: { heading: string; text: string; rows: RunbookRowView[] };
  stepsHeading: string;
  steps: RunbookStepView[];
  /** The way without this software; null where there is no backup. */
  kit: { heading: string; text: string; steps: { title: string; commands: string[] }[] } | null;
}

/** A copy that is kept beside the backups. `changed`: it was not written by this site, or was altered. */
export interface StoredRunbookView {
  place: string;
  state: 'current' | 'older' | 'changed' | 'missing' | 'unknown';
  madeAt: string | null;
}

export interface RunbookFileView {
  view: RunbookView;
  html: string;
  /** The same as plain text. */
  text: string;
  fileName: string;
}

export interface RunbookPageView {
  runbook: RunbookView;
  /** The primary store first. */
  stored: StoredRunbookView[];
}
