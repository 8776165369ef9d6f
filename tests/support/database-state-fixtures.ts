import type { DatabaseStateView, PointComparisonView } from '../../lib/backup/views';
import { ago, sampleId } from './view-fixtures';

const point = (number: number, days: number) => ({ id: sampleId(number), at: ago(days, '02:00') });

export const databaseState: DatabaseStateView = {
  version: '16.9',
  database: 'site',
  host: '127.0.0.1',
  sizeBytes: 61_900_000,
  tables: 42,
  rowsEstimate: 185_913,
  largest: [],
  major: 16,
  tablesLocked: false,
  support: { state: 'supported', endsOn: '2028-11-09' },
  connections: [
    {
      from: 'DATABASE_URL',
      host: 'aws-0-eu-central-1.pooler.supabase.com',
      port: 6543,
      user: 'postgres.abcdefghijklmnop',
      database: 'postgres',
      encrypted: true,
      provider: 'supabase',
      pooling: { mode: 'transaction', by: 'address' },
    },
  ],
  pool: { size: 20, open: 14, active: 3, sessions: 22, allowed: 97 },
  extensions: [
    { name: 'pgcrypto', version: '1.3' },
    { name: 'plpgsql', version: '1.0' },
  ],
  growth: {
    from: point(19, 7),
    to: point(29, 0),
    tables: [
      {
        schema: 'public',
        name: 'item_views',
        bytes: 14_200_000,
        rowsEstimate: 88_214,
        rowsFrom: 80_100,
        rowsTo: 88_214,
      },
      {
        schema: 'public',
        name: 'activityLogs',
        bytes: 9_100_000,
        rowsEstimate: 41_522,
        rowsFrom: null,
        rowsTo: 41_522,
      },
    ],
  },
  blocking: [
    {
      pid: 4801,
      application: 'a long deploy',
      user: 'app',
      client: '10.0.4.17',
      state: 'idle in transaction',
      since: ago(0, '10:00'),
      seconds: 2_400,
      locks: ['public.items'],
    },
  ],
  prepared: [{ name: 'two-phase-7', since: ago(2, '10:00') }],
  facts: {
    plans: [
      { plan: 'Free', days: 0, every: 'daily' },
      { plan: 'Pro', days: 7, every: 'daily' },
      { plan: null, days: null, every: 'as-set' },
      { plan: 'Short', days: 0.25, every: 'continuous' },
    ],
    pointInTime: 'add-on',
    restoresInto: 'same',
    lostWith: 'project',
    docs: 'https://supabase.com/docs/guides/platform/backups',
    console: 'https://supabase.com/dashboard',
    asOf: '2026-11-24',
  },
};

export const calmDatabase: DatabaseStateView = {
  ...databaseState,
  support: { state: 'unknown', endsOn: null },
  connections: databaseState.connections.map((connection) => ({
    ...connection,
    host: '127.0.0.1',
    provider: null,
    pooling: { mode: 'direct', by: 'session' },
  })),
  growth: { from: null, to: null, tables: [] },
  blocking: [],
  prepared: [],
  facts: null,
};

export const comparedPoints = [29, 28].map((number, index) => ({
  id: sampleId(number),
  createdAt: ago(index, '02:00'),
  note: index === 0 ? 'before deploy' : null,
  scope: { kind: 'full' as const, group: null, tables: [], missingReferences: [] },
}));

export const comparison: PointComparisonView = {
  before: { id: sampleId(28), createdAt: ago(1, '02:00'), note: null, scope: 'full' },
  after: { id: sampleId(29), createdAt: ago(0, '02:00'), note: 'before deploy', scope: 'full' },
  same: false,
  migrations: [
    { hash: 'ab'.repeat(32), name: '0039_badges', change: 'added' },
    { hash: 'cd'.repeat(32), name: null, change: 'removed' },
  ],
  sameMigrations: 38,
  tables: [
    { schema: 'public', name: 'badges', change: 'added', rowsBefore: null, rowsAfter: 0 },
    { schema: 'public', name: 'users', change: 'grown', rowsBefore: 1_201, rowsAfter: 1_204 },
    { schema: 'public', name: 'settings', change: 'changed', rowsBefore: 12, rowsAfter: 12 },
  ],
  sameTables: 39,
  extensions: [{ name: 'pgcrypto', before: null, after: '1.3' }],
  facts: [
    { fact: 'app', before: '2.18.0', after: '2.19.0' },
    { fact: 'content', before: 'c90b2f7a90b1c4d3', after: '4be19c2a90b1c4d3' },
  ],
};
