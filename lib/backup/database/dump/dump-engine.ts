import type { ConnectionTarget, TableName } from '../connection-target';

export type EngineName = 'native' | 'wasm';
export type EnginePreference = 'auto' | EngineName;
export type DumpFormat = 'custom' | 'sql' | 'sql.gz';

/** What pg_dump is asked for: the whole database, its structure, or named tables. */
export type DumpSelection = { kind: 'full' } | { kind: 'schema' } | { kind: 'tables'; tables: TableName[] };

export interface DumpRequest {
  target: ConnectionTarget;
  /** Name of an exported snapshot; every engine dumps exactly that moment. */
  snapshot: string;
  /** `plain` is SQL text; compression to sql.gz happens outside, the same way for both engines. */
  output: 'custom' | 'plain';
  selection: DumpSelection;
  excludeSchemas: readonly string[];
  /** pg_dump gives up on a lock after this many milliseconds rather than queue the site behind it. */
  lockTimeoutMs: number;
  signal: AbortSignal;
  /** Called as pg_dump begins the data of each table. */
  onTable(table: TableName): void;
}

/**
 * Real pg_dump, as a native process or in WebAssembly.
 *
 * The stream ends only after exit code 0; every other end throws AppFailure (CANCELLED, DATABASE_DOWN, UNSUPPORTED,
 * INVALID_INPUT for a table that matches nothing, BUSY for a lock timeout, INTERNAL) with pg_dump's own words
 * logged, not shown. Aborting ends the process or worker and its connection within 2 s. Memory is constant.
 */
export interface DumpEngine {
  readonly name: EngineName;
  /** "17.6". */
  readonly version: string;
  readonly major: number;
  dump(request: DumpRequest): AsyncIterable<Uint8Array>;
}

/** A pg_dump that was looked at, for doctor and for the message where none fits. */
export interface EngineCandidate {
  name: EngineName;
  version: string | null;
  /** Path of the binary or name of the package. */
  location: string;
  fits: boolean;
  /** Why it does not fit, for an admin. */
  reason: string | null;
}
