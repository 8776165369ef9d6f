import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { GitSettings } from './git-environment';

const known = new Map<string, { stamp: string; settings: GitSettings }>();

/**
 * What switches off the programs that a repository's configuration names. Read again whenever the file changed; and each
 * time where other files belong to it too, or it cannot be told.
 */
export async function disarmedSettings(root: string, listNames: () => Promise<string>): Promise<GitSettings> {
  const stamp = await stampOf(path.join(root, '.git', 'config'));
  const last = known.get(root);
  if (stamp !== null && last?.stamp === stamp) return last.settings;
  const names = (await listNames()).split('\0');
  const settings = programsSwitchedOff(names);
  const isWhole = !names.some((name) => /^(?:include(?:if)?\.|extensions\.worktreeconfig$)/i.test(name));
  if (stamp !== null && isWhole && (await stampOf(path.join(root, '.git', 'config'))) === stamp) {
    known.set(root, { stamp, settings });
  } else {
    known.delete(root);
  }
  return settings;
}

/** Null where it is elsewhere, as in a linked working tree. The time of change in it cannot be set back. */
async function stampOf(file: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return null;
  }
}

/**
 * Filters, merge drivers and sign-in programs: each becomes none. A merge driver that does nothing would count as a
 * clean merge, so it fails: that is a conflict.
 */
function programsSwitchedOff(names: readonly string[]): GitSettings {
  const drivers = (kind: string) =>
    new Set(names.flatMap((name) => new RegExp(`^${kind}\\.(.+)\\.[^.]+$`, 's').exec(name)?.[1] ?? []));
  return [
    ...[...drivers('filter')].flatMap((driver) => [
      [`filter.${driver}.clean`, ''] as const,
      [`filter.${driver}.smudge`, ''] as const,
      [`filter.${driver}.process`, ''] as const,
      [`filter.${driver}.required`, 'false'] as const,
    ]),
    ...[...drivers('merge')].map((driver) => [`merge.${driver}.driver`, 'false'] as const),
    ...[...drivers('credential')].map((place) => [`credential.${place}.helper`, ''] as const),
  ];
}
