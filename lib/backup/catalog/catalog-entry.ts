import type { CopyRecord } from './copy-record';
import type { Manifest } from './manifest';
import type { Pin } from './pin';
import type { Verification } from './verification';

/** One backup as the store tells it. Deeply frozen: entries are shared by all readers. */
export interface CatalogEntry {
  manifest: Manifest;
  /** False where any byte of the stored manifest differs from what was signed, or another key signed it. */
  signatureValid: boolean;
  /** Newest first; forged or edited ones are left out. */
  verifications: Verification[];
  /** Those that hold, newest first: with one of them the backup is pinned. */
  pins: Pin[];
  /** Attempts to copy it elsewhere, newest first; forged or edited records are left out. */
  copies: CopyRecord[];
  removed: false;
}

/** A manifest that cannot be believed at all: unreadable, malformed, or not in its own place. */
export interface DamagedEntry {
  /** Name of the folder it stands in; a backup id unless somebody renamed the folder. */
  id: string;
  key: string;
  /** Sentence for an admin. */
  reason: string;
}
