import type { Opening } from './encryption-view';
import type { Proof, ScopeView } from './run-view';

export interface CatalogFindingView {
  /** Not there although a signed record names it; there although none does; other bytes; nothing of this site. */
  kind: 'missing' | 'extra' | 'damaged' | 'foreign';
  key: string;
  backupId: string | null;
  reason: string;
}

/** A data file whose manifest is gone: nothing proves it, and it counts towards nothing. */
export interface UnprovenFileView {
  id: string;
  key: string;
  size: number;
  encryption: 'none' | 'age';
  /** When an admin adopted it, so that it is kept; null: not yet. */
  adoptedAt: string | null;
}

export interface CatalogPlaceView {
  name: string;
  description: string;
  backups: number;
  objects: number;
  findings: CatalogFindingView[];
  unproven: UnprovenFileView[];
  /**
   * Ids of findings that a copy going on in another process would explain: at a destination of copies, without a manifest
   * as yet, written to within a day, and of no backup that a record says was copied there.
   */
  arriving: string[];
}

export interface CatalogCheckView {
  /** Every byte was read, not sizes alone. */
  deep: boolean;
  /** Nothing was found anywhere. */
  sound: boolean;
  places: CatalogPlaceView[];
}

export interface RebuiltBackupView {
  id: string;
  createdAt: string;
  scope: ScopeView['kind'];
  format: 'custom' | 'sql' | 'sql.gz';
  size: number;
  proof: Proof;
  signatureValid: boolean;
  opening: Opening;
  /** What is missing or not whole of its data and content, as sentences for an admin. */
  faults: string[];
  /** Content commit; null where it holds none. */
  content: string | null;
}

/** What a machine with nothing but credentials and keys reads out of a store. */
export interface RebuiltCatalogView {
  site: string;
  place: { name: string; description: string };
  /** Newest first. */
  backups: RebuiltBackupView[];
  damaged: { id: string; reason: string }[];
  unproven: UnprovenFileView[];
  /** Other sites whose backups stand in the same store; looked for only where this one has none. */
  otherSites: string[];
}
