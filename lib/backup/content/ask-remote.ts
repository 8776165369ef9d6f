import { openRemote } from './git-remote';
import type { Git } from './git-repository';

/** `unfetched`: its branch stands at a commit that is not here, so nobody can tell what it follows. */
export type RemoteHold = 'there' | 'lacking' | 'unfetched';

/**
 * Whether a branch of the remote, as it says now, contains the commit that is checked out. Writes nothing. Null where
 * there is no remote. Throws as `Remote.heads`.
 */
export async function askRemote(git: Git): Promise<RemoteHold | null> {
  const head = (await git.read('rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'))?.trim();
  const branch = (await git.read('symbolic-ref', '--quiet', 'HEAD'))?.trim().replace(/^refs\/heads\//, '') ?? null;
  const remote = await openRemote(git, branch);
  if (!remote) return null;
  const tips = await remote.heads();
  const own = branch === null ? undefined : tips.get(branch);
  const known = new Set([...(own ? [own] : []), ...tips.values()]);
  if (head && known.has(head)) return 'there';
  let hidden = false;
  for (const tip of known) {
    const asked = ['merge-base', '--is-ancestor', head ?? '', tip];
    const { code } = await git.run(asked, { allowExit: [0, 1, 128] });
    if (code === 0) return 'there';
    if (code === 1 && tip === own) return 'lacking';
    hidden ||= code === 128;
  }
  return hidden ? 'unfetched' : 'lacking';
}
