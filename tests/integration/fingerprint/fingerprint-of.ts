import type { TableName } from '@/lib/backup/database/connection-target';
import { type FingerprintOptions, fingerprintTables } from '@/lib/backup/database/fingerprint/fingerprint-tables';
import type { TableFingerprint } from '@/lib/backup/database/fingerprint/table-fingerprint';
import { openClient } from '@/lib/backup/database/open-client';
import { parseConnectionUrl } from '@/lib/backup/database/parse-connection-url';
import { listTables } from '@/lib/backup/database/tables';
import { unwrap } from '@/lib/backup/kernel/result';

export const targetOf = (url: string) => unwrap(parseConnectionUrl(url));

/** Fingerprints of the named tables, or of all, in a transaction of their own. */
export async function fingerprintOf(
  url: string,
  tables?: readonly TableName[],
  options?: FingerprintOptions,
): Promise<TableFingerprint[]> {
  const client = await openClient(targetOf(url), { applicationName: 'test' });
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const wanted = tables ?? (await listTables(client, { selection: { kind: 'full' }, excludeSchemas: [] }));
    return await fingerprintTables(client, wanted, options);
  } finally {
    await client.end();
  }
}
