import type { ProviderKey, RecoveryKitView, RunbookSetup } from '../views';

export interface RunbookBackup {
  id: string;
  createdAt: string;
  proven: boolean;
  format: 'custom' | 'sql' | 'sql.gz';
  size: number;
  tables: number;
  rows: number;
  encrypted: boolean;
  content: { head: string; branch: string | null; pushed: boolean | null } | null;
  /** Whether the content itself is in the backup. */
  bundle: boolean;
  /** PostgreSQL's client programs that read it have this major or a newer one. */
  postgresMajor: number;
}

/** What a step took when somebody or the schedule really did it. `step` is the number in the runbook. */
export interface MeasuredStep {
  step: number;
  milliseconds: number;
  at: string;
  by: 'drill' | 'restore' | 'run' | 'game-day';
}

/** Everything that a runbook says of a site. No field holds a secret. */
export interface RunbookFacts {
  site: string;
  slug: string;
  madeAt: string;
  appVersion: string;
  setup: RunbookSetup;
  recognised: RunbookSetup;
  provider: { key: ProviderKey; console: string } | null;
  database: { name: string; host: string; port: number } | null;
  /** The primary store first. `directory`: of one that is a folder, as it is called on disk. */
  places: { name: string; address: string; directory: string | null }[];
  /** Where the commands read: the main store, or a copy that outlives the server. */
  readFrom: { name: string; onServer: boolean };
  /** `null`: the storage did not answer. */
  backups: { chosen: RunbookBackup | null; newer: RunbookBackup | null } | null;
  kit: RecoveryKitView['steps'];
  /** Addresses without sign-in data. */
  content: { remote: string | null; branch: string | null; head: string | null };
  application: { remote: string | null; head: string | null };
  /** Non-secret settings with their values, in the order in which they are exported. */
  exports: { name: string; value: string }[];
  /** Names of variables without which nothing can be restored, then of those that the site has besides. */
  needed: string[];
  others: string[];
  recipients: string[];
  measured: readonly MeasuredStep[];
  contacts: string[];
  address: string | null;
}

/** Newest measure of a step. */
export const measureOf = (measured: readonly MeasuredStep[], step: number): MeasuredStep | null =>
  measured
    .filter((measure) => measure.step === step)
    .reduce<MeasuredStep | null>((newest, one) => (newest && newest.at >= one.at ? newest : one), null);

/** Names that only mean something on the machine that is gone. */
const OF_THE_OLD_MACHINE = ['PATH', 'PG_BIN_DIR', 'PGDUMP_WASM_DIR', 'BACKUP_LOCAL_DIR', 'CONTENT_PATH'];
const OF_A_SITE =
  /^(?:BACKUP|AUTH|NEXTAUTH|NEXT_PUBLIC|SEED_ADMIN|SITE|COOKIE|CRON|GH|GITHUB|DB|DATA|DATABASE|TRUSTED)_|^(?:ENABLE|FAIL_ON)_RUNTIME_DB_INIT$/;

/** Of all variables that are set, those that a site on another machine has to be given: never a value, only names. */
export function siteVariables(set: readonly string[], known: readonly string[]): string[] {
  return set
    .filter((name) => known.includes(name) || OF_A_SITE.test(name))
    .filter((name) => !OF_THE_OLD_MACHINE.includes(name) && /^[A-Z][A-Z0-9_]*$/.test(name))
    .sort();
}

/** `vercel`, `container`: seen from inside. A provider is recognised by the address of the database. */
export function recogniseSetup(seen: { vercel: boolean; container: boolean; provider: boolean }): RunbookSetup {
  if (seen.vercel) return 'vercel';
  if (seen.container) return 'docker';
  return seen.provider ? 'managed' : 'server';
}
