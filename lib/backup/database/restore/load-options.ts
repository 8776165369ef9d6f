import type { TableName } from '../connection-target';

export interface LoadOptions {
  signal?: AbortSignal;
  /**
   * `keep`: owners and privileges as in the dump; what this server cannot give is left out and told in `notes`.
   * `skip`: everything belongs to the role that loads, with no privileges for others.
   */
  ownership: 'skip' | 'keep';
  /** Of the server that is loaded into. */
  serverMajor: number;
  /**
   * The role that the dump is loaded as, instead of the connecting one. The dump itself cannot change it; a function that
   * it brings along could, so connect as the owner of the database where that is possible.
   */
  role?: string;
  /** Created by the connecting role, where the dump names them or, at the latest, before its first object. */
  extensions?: readonly string[];
  /** Tables that the dump references and does not hold: foreign keys to exactly these are left out. */
  absentTables?: readonly TableName[];
  /** Schemas that are created first where absent: a dump of named tables does not hold them. */
  schemas?: readonly string[];
  /** Schemas that are there already: the dump's CREATE SCHEMA is left out. */
  presentSchemas?: readonly string[];
  /** The rows of these tables alone; the structure of all. Foreign keys from these to other tables are left out. */
  onlyRowsOf?: readonly TableName[];
  /** Before the rows of each table. */
  onTable?(table: TableName): void;
}

export interface PrivateLoadOptions extends LoadOptions {
  /**
   * Nobody else uses the database, and the caller drops it where the load fails. Then indexes and constraints are made
   * on several connections, and what was loaded before a failure stays until the drop.
   */
  privateDatabase?: boolean;
  /** Connections that work at a time in a private database. Default: one for each core, at most 4. */
  jobs?: number;
  /** With `privateDatabase`: what stands behind the rows of an archive, read beside the rest. */
  postData?: AsyncIterable<Uint8Array>;
}

export interface LoadSummary {
  statements: number;
  /** Tables with a COPY block, empty ones included. */
  tables: number;
  /** Bytes of rows. */
  bytes: number;
  /** What this server could not give: sentences for an admin. Empty where all was restored. */
  notes: string[];
}
