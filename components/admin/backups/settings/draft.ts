import type { BackupPolicy } from '../contract';

/** One part of the policy with some of its fields changed. */
export type Change = <Part extends 'what' | 'schedule' | 'where' | 'drills' | 'retention' | 'protection'>(
  part: Part,
  fields: Partial<BackupPolicy[Part]>,
) => void;

/** What every group of fields is given. `problem`: what the server said about a field, by its path. */
export interface FieldsProps {
  policy: BackupPolicy;
  change: Change;
  problem: (path: string) => string | null;
}
