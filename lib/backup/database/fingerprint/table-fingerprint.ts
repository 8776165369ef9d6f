import type { TableName } from '../connection-target';

/**
 * `record` hashes the binary form of the row, `text` its printed form. Both are exact; `record` is twice as fast, but
 * only types without OIDs and without two binary forms of one value may take part. See choose-method.ts.
 */
export type FingerprintMethod = 'record' | 'text';

/** Exact row count and order-independent digest (sum of 64-bit row hashes modulo 2^64, 16 hexadecimal digits). */
export interface TableFingerprint extends TableName {
  rows: number;
  digest: string;
  method: FingerprintMethod;
}

/** A text that no other table shares, for look-ups. */
export const tableKey = ({ schema, name }: TableName): string => JSON.stringify([schema, name]);
