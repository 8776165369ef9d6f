import { type Client, DatabaseError } from 'pg';
import { AppFailure } from '../../kernel/app-error';
import { fingerprintTables } from '../fingerprint/fingerprint-tables';
import { type FingerprintMethod, type TableFingerprint, tableKey } from '../fingerprint/table-fingerprint';
import { listTables } from '../tables';

export type LiveCounts =
  | { kind: 'exact'; tables: TableFingerprint[] }
  /** From statistics: the database is too large to count while an admin waits. */
  | { kind: 'estimate'; tables: { schema: string; name: string; rows: number }[] };

export interface LiveCountsOptions {
  excludeSchemas: readonly string[];
  /** The methods of the manifest, so that contents compare. */
  methods: readonly TableFingerprint[];
  /** A single table that takes longer ends the counting. Milliseconds. */
  patienceMs: number;
  /** Above this size nobody counts. Bytes. */
  largestBytes: number;
}

/** Rows and content digests of all tables at one moment, or estimates where that would take too long. */
export async function countLiveTables(client: Client, options: LiveCountsOptions): Promise<LiveCounts> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(`SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = ${options.patienceMs}`);
    const present = await listTables(client, {
      selection: { kind: 'full' },
      excludeSchemas: options.excludeSchemas,
    });
    const estimate = () => ({
      kind: 'estimate' as const,
      tables: present.map(({ schema, name, rowsEstimate }) => ({ schema, name, rows: rowsEstimate })),
    });
    if (present.reduce((sum, { bytes }) => sum + bytes, 0) > options.largestBytes) return estimate();
    try {
      const methods = new Map<string, FingerprintMethod>(
        options.methods.map((table) => [tableKey(table), table.method]),
      );
      return { kind: 'exact', tables: await fingerprintTables(client, present, { methods }) };
    } catch (thrown) {
      if (!ranOutOfTime(thrown)) throw thrown;
      return estimate();
    }
  } finally {
    await client.query('ROLLBACK');
  }
}

function ranOutOfTime(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof DatabaseError && error.code === '57014') return true;
    if (error instanceof AppFailure && error.error.details?.sqlState === '57014') return true;
  }
  return false;
}
