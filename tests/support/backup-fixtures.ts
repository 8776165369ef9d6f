import type { BackupView, PhaseView, RunView, TableView } from '../../lib/backup/views';
import { ago, runningRun, sampleId } from './view-fixtures';

const TABLES: [string, number][] = [
  ['item_views', 87_003],
  ['activityLogs', 41_522],
  ['votes', 12_377],
  ['comments', 8_412],
  ['favorites', 6_940],
  ['item_audit_logs', 5_118],
  ['notifications', 2_281],
  ['users', 1_204],
  ['client_profiles', 1_001],
  ['subscriptionHistory', 388],
  ['subscriptions', 213],
  ['user_roles', 3],
  ['roles', 2],
  ['seed_status', 1],
];

const tables: TableView[] = TABLES.map(([name, rows], index) => ({
  schema: 'public',
  name,
  rows,
  digest: `c41e${index.toString(16).repeat(8)}9a02`,
  method: 'record',
  restoredRows: rows,
  same: true,
}));

const at = (seconds: number) => new Date(Date.parse(ago(0, '02:00')) + seconds * 1000).toISOString();

function done(key: PhaseView['key'], from: number, to: number, facts: PhaseView['facts'] = {}, log: string[] = []) {
  const lines = log.map((text, index) => ({ at: at(from + index * 0.4), text }));
  return { key, state: 'done' as const, startedAt: at(from), endedAt: at(to), facts, log: lines };
}

export const doneRun: RunView = {
  ...runningRun,
  id: sampleId(29),
  status: 'done',
  trigger: 'schedule',
  actorName: 'Schedule',
  startedAt: at(0),
  finishedAt: at(13.4),
  durationMs: 13_400,
  backupId: sampleId(29),
  engine: 'native',
  progress: null,
  size: 12_400_000,
  phases: [
    done('check', 0, 0.3, { engine: 'native', engineVersion: '17.6', serverVersion: '16.9', freeBytes: 41e9 }),
    done('snapshot', 0.3, 0.4),
    done('dump', 0.4, 4.3, { tables: 42, plainBytes: 61_300_000, bytes: 12_400_000 }, [
      'Dumping 42 tables at one snapshot.',
      'item_views',
      'activityLogs',
      'votes',
    ]),
    done('store', 1.2, 4.6, { bytes: 12_400_000 }),
    done('fingerprint', 0.4, 4.1, { tables: 42, rows: 184_302 }),
    done('context', 4.6, 5, { content: 'c90b2f7a90b1c4d3', migrations: 39, seed: 'completed', files: 3 }),
    done('readback', 5, 6.1, { bytes: 12_400_000 }),
    done('sign', 6.1, 6.2),
    done('restore', 6.2, 12.8, { tables: 42, restoreMs: 4_600, ms: 6_600 }, ['Comparing 42 tables']),
  ],
};

export const failedRun: RunView = {
  ...doneRun,
  id: sampleId(20),
  status: 'failed',
  durationMs: 5_000,
  finishedAt: at(5),
  size: null,
  phases: doneRun.phases.map((phase, index) => {
    if (index < 3) return phase;
    if (index === 3) return { ...phase, state: 'failed', log: [{ at: at(4), text: 'No space left in the storage' }] };
    return { ...phase, state: 'waiting', startedAt: null, endedAt: null, facts: {}, log: [] };
  }),
  error: {
    code: 'STORAGE_DOWN',
    message: 'The server disk is full: 12.2 MB needed, 2.1 MB free.',
    hint: 'Free some space, then try again.',
    ref: '7K2M9Q',
    retryable: true,
  },
};

export const backup: BackupView = {
  id: sampleId(29),
  createdAt: at(0),
  finishedAt: at(13.4),
  durationMs: 13_400,
  trigger: 'schedule',
  actorName: 'Schedule',
  note: null,
  runId: sampleId(29),
  scope: { kind: 'full', group: null, tables: [], missingReferences: [] },
  format: 'custom',
  engine: { name: 'native', version: '17.6' },
  server: { version: '16.9', database: 'site', encoding: 'UTF8' },
  size: 12_400_000,
  plainSize: 61_300_000,
  sha256: `9c1f${'0'.repeat(56)}04ae`,
  encryption: { kind: 'none', recipients: [], keyHere: true },
  proof: 'restored',
  signatureValid: true,
  tables,
  rows: 184_302,
  migrations: { count: 39, lastHash: '0038a1b2c3d4e5f6' },
  seed: 'completed',
  content: { head: 'c90b2f7a90b1c4d3', branch: 'main', pushed: true, dirty: 0 },
  files: 3,
  appVersion: '2.18.0',
  storage: 'Server disk',
  copies: [],
  verifications: [
    {
      id: sampleId(31),
      level: 'restore',
      passed: true,
      at: at(12.8),
      durationMs: 6_600,
      restoreMs: 4_600,
      reason: null,
    },
  ],
  pin: null,
  keepReason: 'last-good',
};

export const damagedBackup: BackupView = {
  ...backup,
  proof: 'damaged',
  signatureValid: false,
  keepReason: null,
  scope: { kind: 'tables', group: 'payments', tables: [], missingReferences: [{ schema: 'public', name: 'users' }] },
  tables: tables.map((table, index) => (index === 3 ? { ...table, restoredRows: 8_411, same: false } : table)),
  verifications: [
    {
      id: sampleId(32),
      level: 'bytes',
      passed: false,
      at: at(3_600),
      durationMs: 900,
      restoreMs: null,
      reason: 'the stored file is 12.1 MB, 12.4 MB were written',
    },
    ...backup.verifications,
  ],
};
