import type { HistoryRowView, HistoryStatus, OverviewView, Proof, RunView, VerdictView } from '../../lib/backup/views';

/** The moment at which the sample pages are read: 22 November 2026, 11:42 in Berlin. */
export const NOW = Date.parse('2026-11-22T10:42:11.000Z');
const DAY = 86_400_000;

/** A valid id that sorts by its number. */
export function sampleId(number: number): string {
  return `01KAH0000000000000000${String(number).padStart(5, '0')}`;
}

export function ago(days: number, time: string): string {
  return `${new Date(NOW - days * DAY).toISOString().slice(0, 10)}T${time}:00.000Z`;
}

type RowSketch = Partial<HistoryRowView> & { at: string };

export function row(number: number, status: HistoryStatus, sketch: RowSketch): HistoryRowView {
  const stored = status === 'good' || status === 'unchecked' || status === 'damaged';
  const proof: Proof | null = stored
    ? status === 'good'
      ? 'read-back'
      : status === 'damaged'
        ? 'damaged'
        : 'stored'
    : null;
  return {
    id: sampleId(number),
    status,
    kind: 'backup',
    durationMs: 7_100,
    size: stored ? 12_300_000 : null,
    trigger: 'schedule',
    actorName: 'Schedule',
    note: null,
    scope: 'full',
    proof,
    runId: status === 'missed' ? null : sampleId(number),
    backupId: stored ? sampleId(number) : null,
    error: null,
    progress: null,
    cancelRequested: false,
    keepReason: null,
    pinned: false,
    copies: null,
    ...sketch,
  };
}

const proven = { proof: 'restored' as const, durationMs: 13_400 };
const jonas = { trigger: 'manual' as const, actorName: 'Jonas Weber' };

export const historyRows: HistoryRowView[] = [
  row(29, 'good', { at: ago(0, '02:00'), ...proven, size: 12_400_000, keepReason: 'last-good' }),
  row(28, 'good', { at: ago(1, '16:20'), ...jonas, note: 'before deploy', size: 12_400_000 }),
  row(27, 'unchecked', { at: ago(1, '02:00'), durationMs: 39_000, size: 12_400_000 }),
  row(26, 'good', { at: ago(2, '02:00'), ...proven }),
  row(25, 'good', { at: ago(3, '02:00') }),
  row(24, 'good', { at: ago(4, '10:46'), ...jonas, note: 'safety copy' }),
  row(23, 'missed', { at: ago(4, '02:00'), durationMs: null }),
  row(22, 'good', { at: ago(5, '02:00'), ...proven, size: 12_200_000 }),
  row(21, 'cancelled', { at: ago(5, '01:12'), durationMs: 4_000, trigger: 'manual', actorName: 'Noor Haddad' }),
  row(20, 'failed', {
    at: ago(6, '02:00'),
    durationMs: 5_000,
    error: {
      code: 'STORAGE_DOWN',
      message: 'The server disk is full: 12.2 MB needed, 2.1 MB free.',
      hint: 'Free some space, then try again.',
      ref: '7K2M9Q',
      retryable: true,
    },
  }),
  row(19, 'good', { at: ago(7, '02:00'), size: 12_200_000 }),
];

export const stripRows: HistoryRowView[] = [
  ...Array.from({ length: 18 }, (_, index) =>
    row(index + 1, 'good', { at: ago(25 - index, '02:00'), ...(index % 3 === 2 ? proven : {}) }),
  ),
  ...historyRows.toReversed(),
];

const stopped = { startedAt: null, endedAt: null, facts: {}, log: [] };

export const runningRun: RunView = {
  id: sampleId(30),
  kind: 'backup',
  status: 'running',
  trigger: 'manual',
  actorName: 'Noor Haddad',
  note: null,
  startedAt: '2026-11-22T10:42:08.000Z',
  finishedAt: null,
  durationMs: null,
  cancelRequested: false,
  backupId: sampleId(30),
  scope: 'full',
  format: 'custom',
  engine: 'pg_dump 17.6',
  verifyRestore: true,
  progress: { phase: 'dump', tablesDone: 14, tablesTotal: 42, bytes: 8_200_000, bytesPerSecond: 3_100_000 },
  phases: [
    {
      key: 'check',
      state: 'done',
      startedAt: '2026-11-22T10:42:08.000Z',
      endedAt: '2026-11-22T10:42:08.300Z',
      facts: { engine: 'pg_dump 17.6', server: '16.9', freeBytes: 41_000_000_000 },
      log: [],
    },
    {
      key: 'snapshot',
      state: 'done',
      startedAt: '2026-11-22T10:42:08.300Z',
      endedAt: '2026-11-22T10:42:08.400Z',
      facts: {},
      log: [],
    },
    {
      key: 'dump',
      state: 'running',
      startedAt: '2026-11-22T10:42:08.400Z',
      endedAt: null,
      facts: {},
      log: [
        { at: '2026-11-22T10:42:08.412Z', text: 'Dumping 42 tables at 1 snapshot' },
        { at: '2026-11-22T10:42:09.102Z', text: 'item_views  88,214 rows' },
        { at: '2026-11-22T10:42:10.655Z', text: 'activityLogs  41,870 rows' },
        { at: '2026-11-22T10:42:11.020Z', text: 'votes  6,100 of 12,390 rows' },
      ],
    },
    { key: 'store', ...stopped, state: 'running', startedAt: '2026-11-22T10:42:09.200Z', facts: { bytes: 8_200_000 } },
    { key: 'context', state: 'waiting', ...stopped },
    { key: 'readback', state: 'waiting', ...stopped },
    { key: 'sign', state: 'waiting', ...stopped },
    { key: 'restore', state: 'waiting', ...stopped },
  ],
  size: null,
  error: null,
  cancellable: true,
  restore: null,
};

export const safeVerdict: VerdictView = {
  state: 'safe',
  reason: 'proven',
  reasons: ['proven'],
  lastGoodAt: ago(0, '02:00'),
  lastVerifiedAt: ago(0, '02:00'),
  tables: 42,
  failedSince: 0,
  lastError: null,
  unknownDestinations: [],
};

export const overview: OverviewView = {
  site: 'MCP Server Directory',
  verdict: safeVerdict,
  running: runningRun,
  strip: [...stripRows, row(30, 'running', { at: runningRun.startedAt, durationMs: null, size: null })],
  history: { rows: historyRows, nextCursor: sampleId(19) },
  at: ago(0, '02:00'),
  nextRunAt: ago(-1, '02:00'),
  usualDurationMs: 13_400,
  usualRestoreMs: 6_400,
  database: {
    state: 'known',
    value: {
      version: '16.9',
      database: 'site',
      host: '127.0.0.1',
      sizeBytes: 61_900_000,
      tables: 42,
      rowsEstimate: 185_913,
      largest: [{ schema: 'public', name: 'item_views', bytes: 14_200_000, rowsEstimate: 88_214 }],
    },
  },
  migrations: {
    state: 'known',
    value: {
      verdict: 'same',
      applied: 39,
      journal: 39,
      rows: Array.from({ length: 39 }, (_, index) => ({
        tag: `${String(index).padStart(4, '0')}_${['first', 'items', 'votes', 'plans'][index % 4]}`,
        hash: `${(index + 11).toString(16).padStart(2, '0')}`.repeat(32),
        appliedAt: ago(300 - index * 6, '09:12'),
        state: 'applied' as const,
      })),
    },
  },
  seed: {
    state: 'known',
    value: { status: 'completed', startedAt: ago(264, '08:00'), completedAt: ago(264, '08:01'), error: null },
  },
  content: {
    state: 'known',
    value: {
      head: '4be19c2a90b1c4d3e2f10293847566574839a0bc',
      subject: 'Update collections',
      committedAt: ago(0, '07:40'),
      branch: 'main',
      remote: 'origin',
      pushed: true,
      dirty: 0,
    },
  },
  engines: {
    state: 'known',
    value: {
      chosen: { name: 'native', version: '17.6' },
      candidates: [
        { name: 'native', version: '17.6', location: 'on PATH', fits: true, reason: null },
        { name: 'wasm', version: '18.1', location: 'in the app', fits: true, reason: null },
      ],
    },
  },
  storage: {
    state: 'known',
    value: {
      kind: 'local',
      description: 'A folder on this server',
      backups: 27,
      bytes: 334_000_000,
      freeBytes: 41_000_000_000,
      copies: [],
    },
  },
  replaced: { state: 'known', value: [] },
  groups: [
    { group: 'auth', tables: ['users', 'accounts', 'sessions', 'user_roles'] },
    { group: 'payments', tables: ['subscriptions', 'subscriptionHistory', 'paymentProviders', 'paymentAccounts'] },
    { group: 'interactions', tables: ['comments', 'votes', 'favorites', 'activityLogs'] },
  ],
};
