/**
 * `missing`: a signed record names it, and it is not there. `extra`: it stands in the folder of a backup, and no signed
 * record names it. `damaged`: its bytes are not those that were signed or named. `foreign`: it does not belong there at
 * all.
 */
export type FindingKind = 'missing' | 'extra' | 'damaged' | 'foreign';

export interface CatalogFinding {
  kind: FindingKind;
  key: string;
  /** Null where it belongs to no backup. */
  backupId: string | null;
  /** Sentence for an admin. */
  reason: string;
}

/** A data file whose manifest is missing. */
export interface UnprovenFile {
  id: string;
  key: string;
  /** Bytes. */
  size: number;
  encryption: 'none' | 'age';
  /** When it was adopted; null: not yet. */
  adoptedAt: string | null;
}

export interface CatalogCheck {
  findings: CatalogFinding[];
  unproven: UnprovenFile[];
  /** Backups with a genuine manifest, by id, newest first. */
  backups: string[];
  /** When the newest object of each folder was written, by the store's clock. */
  writtenAt: ReadonlyMap<string, Date>;
  objects: number;
}
