import type {
  PhaseView,
  ResetPlanView,
  RestoreNoticeCode,
  RestorePlanView,
  RestoreResultView,
  RunView,
} from '../../lib/backup/views';
import { ago, NOW, runningRun, sampleId } from './view-fixtures';

const CHANGED: [string, number, number][] = [
  ['item_views', 88_214, 87_003],
  ['activityLogs', 41_870, 41_522],
  ['notifications', 2_310, 2_281],
  ['votes', 12_390, 12_377],
  ['comments', 8_415, 8_412],
  ['users', 1_206, 1_204],
  ['subscriptions', 214, 213],
  ['favorites', 6_940, 6_940],
  ['reports', 40, 43],
];
const SAME = ['roles', 'user_roles', 'seed_status', 'client_profiles', 'subscriptionHistory', 'item_audit_logs'];

const at = (seconds: number) => new Date(Date.parse(ago(0, '10:42')) + seconds * 1000).toISOString();

export const livePlan: RestorePlanView = {
  token: 'plan-token',
  plannedAt: new Date(NOW).toISOString(),
  expiresAt: new Date(NOW + 600_000).toISOString(),
  site: 'MCP Server Directory',
  backup: {
    id: sampleId(29),
    createdAt: ago(0, '02:00'),
    scope: 'full',
    format: 'custom',
    engine: 'native',
    size: 12_400_000,
    plainSize: 61_300_000,
    proof: 'restored',
    note: null,
    tables: 15,
    rows: 184_302,
  },
  target: { kind: 'live', database: 'directory', method: 'swap', keptAs: 'directory_before_20261122_1144' },
  lostMs: 31_320_000,
  counted: 'exact',
  tables: [
    ...CHANGED.map(([name, now, after]) => ({ schema: 'public', name, now, after, same: false })),
    ...SAME.map((name) => ({ schema: 'public', name, now: 3, after: 3, same: true })),
  ],
  rowsLost: 1_608,
  rowsBack: 3,
  people: {
    vanish: 2,
    vanishing: [
      { id: 'a', email: 'lina@example.org' },
      { id: 'b', email: null },
    ],
    comeBack: 1,
    comingBack: [{ id: 'c', email: 'omar@example.org' }],
  },
  actingAdmin: 'stays',
  migrations: { verdict: 'same', inBackup: 39, inApp: 39, toRun: [], unknown: [] },
  seed: { status: 'completed', corrected: false },
  server: { inBackup: '16.9', target: '16.9' },
  extensionsMissing: [],
  space: { neededBytes: 61_000_000, freeBytes: 41_000_000_000 },
  content: { inBackup: 'c90b2f7a90b1c4d3', now: '4be19c2a90b1c4d3', newerCommits: 2 },
  contentPlan: null,
  estimateMs: 7_200,
  blockedMs: 92,
  undoDays: 30,
  safetyCopy: true,
  refusals: [],
  warnings: [],
};

export const sidePlan: RestorePlanView = {
  ...livePlan,
  target: { kind: 'tables', database: 'directory', into: 'side', schema: 'restored_20261122_1144', tables: [] },
  tables: livePlan.tables.slice(6, 9),
  people: null,
  estimateMs: null,
  blockedMs: null,
  undoDays: null,
  safetyCopy: false,
};

const notice = (code: RestoreNoticeCode, subject: string | null = null) => ({ code, message: '', hint: '', subject });

export const refusedPlan: RestorePlanView = {
  ...livePlan,
  token: null,
  migrations: { verdict: 'ahead', inBackup: 41, inApp: 39, toRun: [], unknown: ['a1b2', 'c3d4'] },
  actingAdmin: 'not-admin',
  extensionsMissing: ['postgis'],
  refusals: [notice('migrations-ahead'), notice('extensions-missing', 'postgis')],
  warnings: [notice('not-proven'), notice('admin-lost')],
};

function phase(key: PhaseView['key'], from: number, to: number, facts: PhaseView['facts'] = {}): PhaseView {
  return { key, state: 'done', startedAt: at(from), endedAt: at(to), facts, log: [] };
}

const PHASES: PhaseView[] = [
  phase('check', 0, 0.3),
  phase('readback', 0.3, 0.6, { bytes: 12_400_000 }),
  phase('safety', 0.6, 7.5, { bytes: 12_500_000 }),
  phase('load', 7.5, 13.9, { tables: 15, bytes: 61_300_000 }),
  phase('compare', 13.9, 15.7, { tables: 15, rows: 184_302 }),
  phase('migrate', 15.7, 15.8, { migrations: 0 }),
  phase('prepare', 15.8, 16.4),
  phase('swap', 16.4, 16.492, { ms: 92 }),
];

export const restoredRun: RunView = {
  ...runningRun,
  id: sampleId(40),
  kind: 'restore',
  status: 'done',
  startedAt: at(0),
  finishedAt: at(16.6),
  durationMs: 16_600,
  backupId: sampleId(29),
  progress: null,
  phases: PHASES,
  cancellable: false,
  restore: {
    target: 'live',
    method: 'swap',
    database: 'directory',
    schema: null,
    keptAs: 'directory_before_20261122_1144',
    safetyBackupId: sampleId(41),
    swapMs: 92,
  },
};

export const restoringRun: RunView = {
  ...restoredRun,
  status: 'running',
  finishedAt: null,
  durationMs: null,
  cancellable: true,
  progress: { phase: 'load', tablesDone: 12, tablesTotal: 42, bytes: 8_200_000, bytesPerSecond: 3_100_000 },
  phases: PHASES.map((each, index): PhaseView => {
    if (index < 3) return each;
    if (index === 3) return { ...each, state: 'running', endedAt: null, facts: {} };
    return { ...each, state: 'waiting', startedAt: null, endedAt: null, facts: {} };
  }),
};

export const stoppedRestore: RunView = {
  ...restoredRun,
  status: 'failed',
  phases: PHASES.map((each, index): PhaseView => {
    if (index < 4) return each;
    if (index === 4) return { ...each, state: 'failed', facts: { tables: 15 } };
    return { ...each, state: 'waiting', startedAt: null, endedAt: null, facts: {} };
  }),
  error: {
    code: 'CORRUPT',
    message: 'The restored tables are not those of the backup.',
    hint: 'Take another backup.',
    retryable: false,
  },
};

const compared = livePlan.tables.map(({ schema, name, now, after }) => {
  const expected = after ?? 0;
  return { schema, name, before: now, expected, actual: expected, same: true };
});

export const restoreResult: RestoreResultView = {
  run: restoredRun,
  target: livePlan.target,
  backup: { id: sampleId(29), createdAt: ago(0, '02:00') },
  compared: { tables: compared, same: true, reason: null },
  safetyBackupId: sampleId(41),
  swapMs: 92,
  undo: { keptAs: 'directory_before_20261122_1144', until: ago(-30, '10:44'), content: null },
  content: null,
  signedOut: { sessions: 312, links: 4 },
  actingAdmin: 'stays',
  migrationsRun: [],
  notes: ['The role reporting does not exist on this server: 2 grants were left out.'],
};

export const stoppedResult: RestoreResultView = {
  ...restoreResult,
  run: stoppedRestore,
  compared: {
    tables: compared.map((table) =>
      table.name === 'comments' ? { ...table, actual: table.expected - 1, same: false } : table,
    ),
    same: false,
    reason: 'comments differs',
  },
  undo: null,
  signedOut: null,
};

export const resetPlan: ResetPlanView = {
  token: 'reset-token',
  expiresAt: new Date(NOW + 600_000).toISOString(),
  site: 'MCP Server Directory',
  database: 'directory',
  tables: 42,
  rows: 185_913,
  newestProven: { id: sampleId(29), createdAt: ago(0, '02:00'), ageMs: 31_320_000 },
  changedTables: 0,
  acknowledgement: null,
};
