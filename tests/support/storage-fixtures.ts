import type { CopyView, StorageActions, StoragePageView } from '@/components/admin/backups/contract';
import { ago, sampleId } from './view-fixtures';

const copy = (destination: string, change: Partial<CopyView> = {}): CopyView => ({
  destination,
  kind: 's3',
  description: 'S3 bucket site-backups/mcp at https://s3.example.com',
  state: 'done',
  at: ago(0, '02:01'),
  reason: null,
  failures: 0,
  nextAttemptAt: null,
  size: 12_400_000,
  ...change,
});

const failed = copy('second', {
  kind: 'gcs',
  state: 'failed',
  reason:
    'No permission to store “mcp/2026/11/x/data.dump”. Allow s3:PutObject on the bucket to the access key in use.',
  failures: 3,
  nextAttemptAt: ago(0, '12:00'),
  size: null,
});

export const storagePage: StoragePageView = {
  destinations: [
    {
      name: 'primary',
      kind: 'local',
      description: 'local folder /var/backups',
      holds: { backups: 12, bytes: 184_000_000, newestAt: ago(0, '02:00'), freeBytes: 41_000_000_000 },
      error: null,
      lastTest: {
        at: ago(0, '09:00'),
        passed: true,
        error: null,
        steps: [{ step: 'write', durationMs: 3 }],
        clockAheadMs: 0,
      },
      missing: 0,
      failed: 0,
    },
    {
      name: 'off-site',
      kind: 's3',
      description: 'S3 bucket site-backups/mcp at https://s3.example.com',
      holds: { backups: 11, bytes: 171_000_000, newestAt: ago(0, '02:00'), freeBytes: null },
      error: null,
      lastTest: { at: ago(0, '09:00'), passed: true, error: null, steps: [], clockAheadMs: 95_000 },
      missing: 1,
      failed: 0,
    },
    {
      name: 'second',
      kind: 'gcs',
      description: 'Google Cloud Storage bucket mcp',
      holds: null,
      error: {
        code: 'STORAGE_DOWN',
        message: 'No permission to list the objects.',
        hint: 'Give the service account storage.objects.list on the bucket “mcp”.',
        retryable: false,
      },
      lastTest: null,
      missing: 2,
      failed: 1,
    },
  ],
  points: [
    {
      id: sampleId(29),
      createdAt: ago(0, '02:00'),
      size: 12_400_000,
      proof: 'restored',
      copies: [copy('off-site'), failed],
    },
    {
      id: sampleId(28),
      createdAt: ago(1, '02:00'),
      size: 12_300_000,
      proof: 'read-back',
      copies: [
        copy('off-site', { state: 'waiting', at: null, size: null }),
        copy('second', { state: 'copying', at: null, size: null }),
      ],
    },
  ],
  lockDays: 30,
};

export const onePlace: StoragePageView = {
  destinations: storagePage.destinations.slice(0, 1),
  points: storagePage.points.map((point) => ({ ...point, copies: [] })),
  lockDays: 0,
};

const unused = () => Promise.reject(new Error('No action is called here.'));
export const storageActions: StorageActions = { testStorage: unused, copyBackup: unused };
