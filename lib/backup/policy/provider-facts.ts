import type { ProviderFact, ProviderKey } from '../views';

const DOCS = {
  supabase: 'https://supabase.com/docs/guides/platform/backups',
  neon: 'https://neon.com/docs/introduction/history-window',
  railway: 'https://docs.railway.com/reference/backups',
  'aws-rds':
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html',
  'google-cloud-sql': 'https://cloud.google.com/sql/docs/postgres/backup-recovery/backups',
  azure: 'https://learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore',
  render: 'https://render.com/docs/postgresql-backups',
  heroku: 'https://devcenter.heroku.com/articles/heroku-postgres-rollback',
} as const satisfies Record<ProviderKey, string>;

const CONSOLES = {
  supabase: 'https://supabase.com/dashboard/project/_/database/backups/scheduled',
  neon: 'https://console.neon.tech/app/projects',
  railway: 'https://railway.com/dashboard',
  'aws-rds': 'https://console.aws.amazon.com/rds/home',
  'google-cloud-sql': 'https://console.cloud.google.com/sql/instances',
  azure: 'https://portal.azure.com',
  render: 'https://dashboard.render.com',
  heroku: 'https://data.heroku.com',
} as const satisfies Record<ProviderKey, string>;

/** When the figures below were written down. Not all could be compared with the provider's own page: the page says so. */
const AS_OF = '2026-11-24';

type Kept = Pick<ProviderFact, 'plans' | 'pointInTime' | 'restoresInto' | 'lostWith'>;

/**
 * What each provider keeps by itself. `days` 0: nothing that you can restore; null: as set, or not published. Nobody here
 * knows which plan you have: every row of `plans` is one that may be yours.
 */
const KEPT: Readonly<Record<ProviderKey, Kept>> = {
  supabase: {
    plans: [
      { plan: 'Free', days: 0, every: 'daily' },
      { plan: 'Pro', days: 7, every: 'daily' },
      { plan: 'Team', days: 14, every: 'daily' },
      { plan: 'Enterprise', days: 30, every: 'daily' },
    ],
    pointInTime: 'add-on',
    restoresInto: 'same',
    lostWith: 'project',
  },
  neon: {
    plans: [
      { plan: 'Free', days: 0.25, every: 'continuous' },
      { plan: 'Launch', days: 7, every: 'continuous' },
      { plan: 'Scale', days: 30, every: 'continuous' },
    ],
    pointInTime: 'included',
    restoresInto: 'same',
    lostWith: 'project',
  },
  railway: {
    plans: [{ plan: null, days: null, every: 'as-set' }],
    pointInTime: 'depends',
    restoresInto: 'same',
    lostWith: 'volume',
  },
  'aws-rds': {
    plans: [{ plan: null, days: 35, every: 'as-set' }],
    pointInTime: 'included',
    restoresInto: 'new',
    lostWith: 'instance',
  },
  'google-cloud-sql': {
    plans: [
      { plan: 'Enterprise', days: 7, every: 'as-set' },
      { plan: 'Enterprise Plus', days: 35, every: 'as-set' },
    ],
    pointInTime: 'depends',
    restoresInto: 'same',
    lostWith: 'instance',
  },
  azure: {
    plans: [{ plan: null, days: 35, every: 'as-set' }],
    pointInTime: 'included',
    restoresInto: 'new',
    lostWith: 'instance',
  },
  render: {
    plans: [
      { plan: 'Free', days: 0, every: 'continuous' },
      { plan: 'Hobby', days: 3, every: 'continuous' },
      { plan: 'Professional', days: 7, every: 'continuous' },
    ],
    pointInTime: 'depends',
    restoresInto: 'new',
    lostWith: 'instance',
  },
  heroku: {
    plans: [{ plan: null, days: null, every: 'continuous' }],
    pointInTime: 'depends',
    restoresInto: 'new',
    lostWith: 'instance',
  },
};

export const providerFact = (provider: ProviderKey): ProviderFact => ({
  ...KEPT[provider],
  docs: DOCS[provider],
  console: CONSOLES[provider],
  asOf: AS_OF,
});
