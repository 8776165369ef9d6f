import type {
  MigrationStateRow,
  MigrationStateView,
  RunView,
  SeedPreviewView,
  SeedStateView,
} from '../../lib/backup/views';
import { doneRun } from './backup-fixtures';
import { ago, sampleId } from './view-fixtures';

const row = (index: number, more: Partial<MigrationStateRow> = {}): MigrationStateRow => ({
  tag: `${String(index).padStart(4, '0')}_${['first', 'items', 'votes', 'plans'][index % 4]}`,
  hash: `${(index + 11).toString(16).padStart(2, '0')}`.repeat(32),
  recordedHash: null,
  bytes: 1_200 + index * 340,
  madeAt: ago(300 - index * 6, '09:12'),
  appliedAt: null,
  seenAt: ago(290 - index * 6, '02:00'),
  state: 'applied',
  notes: [],
  objects: null,
  ...more,
});

export const migrationState: MigrationStateView = {
  verdict: 'applied',
  applied: 39,
  journal: 39,
  files: 39,
  rows: Array.from({ length: 39 }, (_, index) => row(index)),
  pending: [],
  refusal: 'nothing-pending',
  lastRun: null,
};

const open = { seenAt: null, appliedAt: null };

/** One of each: what a merge, a hand and an old deploy leave behind. */
export const troubledMigrations: MigrationStateView = {
  ...migrationState,
  verdict: 'half-applied',
  refusal: 'half-applied',
  pending: ['0040_tags'],
  rows: [
    ...migrationState.rows,
    row(39, { ...open, tag: '0039_badges', state: 'half-applied', objects: { present: 2, total: 5 } }),
    row(40, { ...open, tag: '0040_tags', state: 'pending', notes: ['skipped-by-drizzle', 'duplicate-time'] }),
    row(41, { tag: '0012_edited', state: 'changed', recordedHash: 'ab'.repeat(32) }),
    row(42, { ...open, tag: '0041_lost', state: 'file-missing', hash: null, bytes: null }),
    row(43, { ...open, tag: '0039_add_account_deactivation', state: 'unlisted', madeAt: null }),
    row(44, { tag: null, hash: null, recordedHash: 'cd'.repeat(32), bytes: null, state: 'unknown' }),
  ],
  lastRun: {
    id: sampleId(33),
    status: 'failed',
    at: ago(0, '09:00'),
    actorName: 'Jonas Weber',
    message: 'The migration 0039_badges could not be applied; the database is as it was.',
  },
};

export const pendingMigrations: MigrationStateView = {
  ...migrationState,
  verdict: 'pending',
  refusal: null,
  pending: ['0039_badges', '0040_tags'],
  rows: [
    ...migrationState.rows,
    row(39, { ...open, tag: '0039_badges', state: 'pending', objects: { present: 0, total: 3 } }),
    row(40, { ...open, tag: '0040_tags', state: 'pending' }),
  ],
};

export const seedState: SeedStateView = {
  status: 'completed',
  startedAt: ago(264, '08:00'),
  completedAt: ago(264, '08:01'),
  error: null,
  ageMs: 264 * 86_400_000,
  locks: [],
  canReset: false,
};

export const failedSeed: SeedStateView = {
  ...seedState,
  status: 'failed',
  error: 'The table permissions could not be filled. The database reported an error (code 23514).',
  canReset: true,
  locks: [
    {
      pid: 4711,
      state: 'idle',
      application: 'site start',
      user: 'app',
      client: '10.0.4.17',
      connectedAt: ago(0, '07:00'),
      since: ago(0, '07:02'),
    },
    {
      pid: 4790,
      state: 'waiting',
      application: 'site start',
      user: 'app',
      client: null,
      connectedAt: ago(0, '09:00'),
      since: ago(0, '09:00'),
    },
  ],
};

export const seedPreview: SeedPreviewView = {
  does: 'fill',
  tables: [
    { schema: 'public', name: 'tenant', rows: 1, adds: 1 },
    { schema: 'public', name: 'item_views', rows: 0, adds: 29_000 },
    { schema: 'public', name: 'users', rows: 0, adds: 1_201 },
  ],
  adds: 30_202,
  nonEmpty: 1,
};

const at = (seconds: number) => new Date(Date.parse(doneRun.startedAt) + seconds * 1_000).toISOString();

export const migrateRun: RunView = {
  ...doneRun,
  kind: 'migrate',
  trigger: 'manual',
  actorName: 'Noor Haddad',
  size: null,
  phases: [
    { key: 'check', state: 'done', startedAt: at(0), endedAt: at(0.2), facts: { pending: 2 }, log: [] },
    {
      key: 'safety',
      state: 'done',
      startedAt: at(0.2),
      endedAt: at(6),
      facts: { bytes: 12_400_000, backup: sampleId(30) },
      log: [],
    },
    {
      key: 'migrate',
      state: 'done',
      startedAt: at(6),
      endedAt: at(6.4),
      facts: { migrations: 2 },
      log: [{ at: at(6.1), text: '1 of 2: 0039_badges, 3 statements' }],
    },
  ],
};

export const failedMigrateRun: RunView = {
  ...migrateRun,
  status: 'failed',
  error: {
    code: 'CONFLICT',
    message: 'The migration 0039_badges could not be applied; the database is as it was.',
    hint: 'Put that migration right, then run it again.',
    retryable: false,
  },
};

export const seedRun: RunView = {
  ...migrateRun,
  kind: 'seed',
  status: 'running',
  finishedAt: null,
  durationMs: null,
  phases: [
    { key: 'check', state: 'done', startedAt: at(0), endedAt: at(0.2), facts: {}, log: [] },
    { key: 'prepare', state: 'running', startedAt: at(0.2), endedAt: null, facts: {}, log: [] },
  ],
};
