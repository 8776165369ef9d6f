import type { FieldChangeView } from './content-view';

/** A timestamped copy that the template's editors made. It lies beside what it copies, so it is no backup. */
export interface ContentCopyView {
  /** Relative to the content folder. */
  path: string;
  /** The file that it is a copy of. */
  of: string;
  /** When it was made, by its name; null where the name does not tell. */
  at: string | null;
  /** Milliseconds; null with `at`. */
  ageMs: number | null;
  /** Bytes. */
  size: number;
  /** Whether it holds what the file holds now. */
  same: boolean;
  /** Whether the file itself is there. */
  originalThere: boolean;
  /** What restoring it would change, field by field; null where one of the two cannot be read so. */
  fields: FieldChangeView[] | null;
}
