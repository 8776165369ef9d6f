import type { FingerprintMethod } from './table-fingerprint';

/**
 * Types of pg_catalog whose binary form says everything about the value, is the same after dump and restore, and is the
 * same on every supported server version. Left out on purpose: floats (a NaN has several bit patterns, all printed NaN),
 * arrays (a stored null bitmap may outlive its nulls), money (depends on lc_monetary), enums, domains, composites,
 * ranges and reg* types (their binary form holds OIDs, and OIDs change in a restore), xml (may be re-encoded).
 */
const BINARY_EXACT: Readonly<Record<string, string>> = {
  bool: 'itself',
  bpchar: 'bpcharsend',
  bytea: 'itself',
  cidr: 'cidr_send',
  date: 'itself',
  inet: 'inet_send',
  int2: 'itself',
  int4: 'itself',
  int8: 'int8send',
  interval: 'interval_send',
  json: 'json_send',
  jsonb: 'jsonb_send',
  macaddr: 'macaddr_send',
  numeric: 'numeric_send',
  text: 'bytes',
  time: 'time_send',
  timestamp: 'timestamp_send',
  timestamptz: 'timestamptz_send',
  timetz: 'timetz_send',
  uuid: 'itself',
  varchar: 'bytes',
};

/**
 * SQL of a column whose hash tells every value of its type apart: itself where the type's own hash does, text by its
 * bytes whatever the column's collation, else the binary form (bigint and timestamps fold to 32 bits in their own hash).
 */
export function exactForm(type: string, value: string): string {
  const form = BINARY_EXACT[type];
  if (form === undefined) throw new Error(`There is no exact form of the type ${type}.`);
  if (form === 'itself') return value;
  return form === 'bytes' ? `(${value} collate "C")` : `pg_catalog.${form}(${value})`;
}

/**
 * The method for one table. `types` are the column types by their name in pg_catalog, null for a type of another schema.
 * Text travels in the client's encoding, so on a server that is not UTF8 only the printed form is free of conversion.
 */
export function chooseMethod(types: readonly (string | null)[], serverEncoding: string): FingerprintMethod {
  if (serverEncoding !== 'UTF8') return 'text';
  return types.every((type) => type !== null && Object.hasOwn(BINARY_EXACT, type)) ? 'record' : 'text';
}
