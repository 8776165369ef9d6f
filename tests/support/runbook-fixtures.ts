import type { RunbookFacts } from '../../lib/backup/policy/runbook-facts';

const head = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

/** What a site with everything set up knows of itself. */
export const runbookFacts: RunbookFacts = {
  site: "Noor's MCP Directory",
  slug: 'mcp-directory',
  madeAt: '2026-11-24T09:00:00.000Z',
  appVersion: '2.18.0',
  setup: 'server',
  recognised: 'server',
  provider: null,
  database: { name: 'site', host: 'db.example.com', port: 5432 },
  places: [
    { name: 'primary', address: 's3://backups/site?region=eu-central-1', directory: null },
    { name: 'off-site', address: '/mnt/elsewhere', directory: '/mnt/elsewhere' },
  ],
  readFrom: { name: 'primary', onServer: false },
  backups: {
    chosen: {
      id: '01k9proven0000000000000000',
      createdAt: '2026-11-24T02:00:00.000Z',
      proven: true,
      format: 'custom',
      size: 12_400_000,
      tables: 42,
      rows: 61_204,
      encrypted: true,
      content: { head, branch: 'main', pushed: true },
      bundle: true,
      postgresMajor: 18,
    },
    newer: null,
  },
  kit: [
    { key: 'fetch', commands: ['aws s3 cp s3://backups/site/x/data.dump.age data.dump.age'] },
    { key: 'software', commands: ['npm run -s backup -- catalog rebuild'] },
  ],
  content: { remote: 'https://github.com/noor/content.git', branch: 'main', head },
  application: { remote: 'https://github.com/noor/site.git', head },
  exports: [
    { name: 'SITE_NAME', value: "Noor's MCP Directory" },
    { name: 'BACKUP_STORAGE', value: 's3://backups/site?region=eu-central-1' },
  ],
  needed: ['DATABASE_URL', 'BACKUP_SIGNING_KEY', 'BACKUP_S3_ACCESS_KEY_ID', 'BACKUP_IDENTITY_FILE'],
  others: ['AUTH_SECRET', 'CRON_SECRET'],
  recipients: ['age1public'],
  measured: [{ step: 4, milliseconds: 7_400, at: '2026-11-24T02:05:00.000Z', by: 'drill' }],
  contacts: ['Noor Haddad +49 30 1234', '<b>Sam</b> & Co'],
  address: 'https://mcp.example.com',
};
