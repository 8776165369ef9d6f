import { expect, test } from 'vitest';
import { providerFact } from '@/lib/backup/policy/provider-facts';
import { recogniseProvider } from '@/lib/backup/policy/recognise-provider';

test.each([
  ['db.abcdefghijklmnop.supabase.co', 5432, 'supabase', 'direct'],
  ['db.abcdefghijklmnop.supabase.co', 6543, 'supabase', 'transaction'],
  ['aws-0-eu-central-1.pooler.supabase.com', 6543, 'supabase', 'transaction'],
  ['aws-0-eu-central-1.pooler.supabase.com', 5432, 'supabase', 'session'],
  ['ep-cool-rain-123456.eu-central-1.aws.neon.tech', 5432, 'neon', 'direct'],
  ['ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech', 5432, 'neon', 'transaction'],
  ['EP-Cool-Rain-123456-pooler.eu-central-1.aws.neon.tech.', 5432, 'neon', 'transaction'],
  ['postgres.railway.internal', 5432, 'railway', null],
  ['viaduct.proxy.rlwy.net', 34567, 'railway', null],
  ['site.abc123.eu-west-1.rds.amazonaws.com', 5432, 'aws-rds', 'direct'],
  ['site.proxy-abc123.eu-west-1.rds.amazonaws.com', 5432, 'aws-rds', 'transaction'],
  ['site.cluster-abc123.eu-west-1.rds.amazonaws.com', 5432, 'aws-rds', 'direct'],
  ['ec2-52-1-2-3.compute-1.amazonaws.com', 5432, 'heroku', null],
  ['ec2-52-1-2-3.eu-west-1.compute.amazonaws.com', 5432, 'heroku', null],
  ['/cloudsql/project:europe-west1:site', 5432, 'google-cloud-sql', null],
  ['abc.def.europe-west1.sql.goog', 5432, 'google-cloud-sql', null],
  ['site.postgres.database.azure.com', 5432, 'azure', 'direct'],
  ['site.postgres.database.azure.com', 6432, 'azure', 'transaction'],
  ['dpg-abc123-a.frankfurt-postgres.render.com', 5432, 'render', null],
  ['dpg-abc123-a', 5432, 'render', null],
  ['pgbouncer', 5432, null, 'transaction'],
  ['db-pooler.internal', 5432, null, 'transaction'],
  ['db.example.com', 6432, null, 'transaction'],
  ['db.example.com', 5432, null, null],
  ['notsupabase.co', 5432, null, null],
  ['neon.tech.example.com', 5432, null, null],
  ['/var/run/postgresql', 5432, null, null],
  ['127.0.0.1', 5432, null, null],
] as const)('%s on %d', (host, port, provider, pooling) => {
  expect(recogniseProvider({ host, port })).toEqual({ provider, pooling });
});

test.each(['supabase', 'neon', 'railway', 'aws-rds', 'google-cloud-sql', 'azure', 'render', 'heroku'] as const)(
  'what is said of %s has a source and a date',
  (provider) => {
    const { docs, console: page, asOf, plans } = providerFact(provider);
    expect([docs, page].every((url) => URL.canParse(url) && url.startsWith('https://'))).toBe(true);
    expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(plans.length).toBeGreaterThan(0);
  },
);
