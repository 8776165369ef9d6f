import { expect, test } from 'vitest';
import { dumpArguments } from '@/lib/backup/database/dump/dump-arguments';
import type { DumpRequest } from '@/lib/backup/database/dump/dump-engine';

const request = (more: Partial<DumpRequest>): DumpRequest => ({
  target: { host: 'h', port: 5432, user: 'u', password: 'CANARY', database: 'd', sslMode: 'disable', ssl: false },
  snapshot: '00000003-0000001B-1',
  output: 'custom',
  selection: { kind: 'full' },
  excludeSchemas: ['backup'],
  lockTimeoutMs: 5000,
  signal: new AbortController().signal,
  onTable: () => undefined,
  ...more,
});

test('a full dump keeps large objects, by the word of its version, and leaves our schema out', () => {
  const flags = dumpArguments(request({}), 17);
  expect(flags).toEqual([
    '--no-password',
    '--encoding=UTF8',
    '--snapshot=00000003-0000001B-1',
    '--lock-wait-timeout=5000',
    '--format=custom',
    '--compress=1',
    '--verbose',
    '--large-objects',
    '--exclude-schema="backup"',
  ]);
  expect(dumpArguments(request({}), 15)).toContain('--blobs');
});

test('named tables are literal and strict', () => {
  const tables = [
    { schema: 'public', name: 'subscriptionHistory' },
    { schema: 'a.b', name: 'od"d*?[x]' },
  ];
  const flags = dumpArguments(request({ output: 'plain', selection: { kind: 'tables', tables } }), 17);
  expect(flags.slice(-3)).toEqual([
    '--strict-names',
    '--table="public"."subscriptionHistory"',
    '--table="a.b"."od""d*?[x]"',
  ]);
  expect(flags.join(' ')).not.toMatch(/compress|verbose|exclude-schema|large-objects/);
});

test('nothing secret is on the command line', () => {
  expect(dumpArguments(request({ selection: { kind: 'schema' } }), 18).join(' ')).not.toContain('CANARY');
});
