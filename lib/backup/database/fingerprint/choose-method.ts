import type { FingerprintMethod } from './table-fingerprint';

/**
 * Types of pg_catalog whose binary form says everything about the value, is the same after dump and restore, and is the
 * same on every supported server version. Left out on purpose: floats (a NaN has several bit patterns, all printed NaN),
 * arrays (a stored null bitmap may outlive its nulls), money (depends on lc_monetary), enums, domains, composites,
 * ranges and reg* types (their binary form holds OIDs, and OIDs change in a restore), xml (may be re-encoded).
 */
const BINARY_EXACT: ReadonlySet<string> = new Set([
  'bool',
  'bpchar',
  'bytea',
  'cidr',
  'date',
  'inet',
  'int2',
  'int4',
  'int8',
  'interval',
  'json',
  'jsonb',
  'macaddr',
  'numeric',
  'text',
  'time',
  'timestamp',
  'timestamptz',
  'timetz',
  'uuid',
  'varchar',
]);

/**
 * The method for one table. `types` are the column types by their name in pg_catalog, null for a type of another schema.
 * Text travels in the client's encoding, so on a server that is not UTF8 only the printed form is free of conversion.
 */
export function chooseMethod(types: readonly (string | null)[], serverEncoding: string): FingerprintMethod {
  if (serverEncoding !== 'UTF8') return 'text';
  return types.every((type) => type !== null && BINARY_EXACT.has(type)) ? 'record' : 'text';
}
