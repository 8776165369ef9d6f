/** A restore that was practised: what it took, and whether every table came back as it was. */
export interface DrillView {
  backupId: string;
  backupCreatedAt: string;
  runId: string;
  at: string;
  passed: boolean;
  /** Loading alone. Milliseconds, as the next two. */
  restoreMs: number | null;
  compareMs: number | null;
  /** With the making and removing of the scratch database. */
  durationMs: number;
  /** Of the server that was restored into, "17.6". */
  serverVersion: string | null;
  tables: number;
  rows: number;
  /** Empty where every table came back exactly. `actualRows` is null for a missing table. */
  differing: { schema: string; name: string; expectedRows: number; actualRows: number | null }[];
  /** Sentence for an admin that names what differed; null where nothing did. */
  reason: string | null;
}

/** A dump file of unknown origin, loaded into a new database. Nothing says that it is what its maker had. */
export interface ImportView {
  database: string;
  file: string;
  format: 'custom' | 'sql';
  /** Packed by gzip around its format. */
  gzip: boolean;
  /** Of the file. */
  bytes: number;
  /** Rows counted after loading. */
  tables: { schema: string; name: string; rows: number }[];
  rows: number;
  loadMs: number;
  /** Always: there is no manifest to compare with. */
  unproven: true;
  /** What could not be taken over, or needs attention. */
  notes: string[];
}
