import type { CatalogCheckView, EncryptionView, RecoveryKitView } from '../../lib/backup/views';
import { OFFICE, OWNER, STRANGER } from './age-keys';
import { ago, sampleId } from './view-fixtures';

export const encryption = (verdict: EncryptionView['verdict']): EncryptionView => ({
  verdict,
  identity: 'set',
  recipients: verdict.startsWith('plain')
    ? []
    : [
        { recipient: OWNER.recipient, held: true },
        { recipient: OFFICE.recipient, held: false },
      ],
});

export const kit: RecoveryKitView = {
  site: 'MCP Server Directory',
  slug: 'mcp-server-directory',
  madeAt: ago(0, '09:00'),
  appVersion: '2.18.0',
  places: [
    { name: 'primary', description: 'local folder /var/backups', address: '/var/backups' },
    { name: 'offsite', description: 'S3', address: 's3://backups/site?region=eu-central-1' },
  ],
  keys: [
    {
      recipient: OWNER.recipient,
      current: true,
      opens: { backups: 12, from: ago(12, '02:00'), to: ago(0, '02:00') },
      opensShown: true,
    },
    {
      recipient: OFFICE.recipient,
      current: false,
      opens: { backups: 1, from: ago(13, '02:00'), to: ago(13, '02:00') },
      opensShown: false,
    },
    { recipient: STRANGER.recipient, current: true, opens: null, opensShown: false },
  ],
  signing: { source: 'BACKUP_SIGNING_KEY', keyId: '0123456789abcdef' },
  backup: {
    id: sampleId(29),
    createdAt: ago(0, '02:00'),
    place: 'primary',
    onServer: true,
    folder: 'mcp-server-directory/2026/11/x',
    file: 'data.dump.age',
    sha256: 'a'.repeat(64),
    encrypted: true,
  },
  postgresMajor: 18,
  script: { key: 'mcp-server-directory/rescue/rescue.mjs', sha256: 'b'.repeat(64) },
  steps: [
    { key: 'fetch', commands: ['cp /var/backups/x/data.dump.age data.dump.age'] },
    { key: 'decrypt', commands: ['age --decrypt -i key.txt -o data.dump data.dump.age'] },
    { key: 'database', commands: ['createdb restored', 'pg_restore -d restored data.dump'] },
  ],
};

const empty = { findings: [], unproven: [], arriving: [] };
const place = { description: 'local folder /var/backups', backups: 30, objects: 124, ...empty };

export const soundCheck: CatalogCheckView = {
  deep: false,
  sound: true,
  places: [
    { ...place, name: 'primary' },
    { ...place, name: 'offsite' },
  ],
};

export const badCheck: CatalogCheckView = {
  deep: false,
  sound: false,
  places: [
    {
      ...place,
      name: 'primary',
      findings: (['missing', 'extra', 'damaged', 'foreign'] as const).map((kind) => ({
        kind,
        key: `mcp-server-directory/2026/11/x/${kind}`,
        backupId: null,
        reason: 'It is not what was signed.',
      })),
      unproven: [
        { id: sampleId(3), key: 'x/data.dump.age', size: 12_000_000, encryption: 'age', adoptedAt: null },
        { id: sampleId(4), key: 'x/data.dump', size: 12_000_000, encryption: 'none', adoptedAt: ago(0, '02:00') },
      ],
    },
  ],
};
