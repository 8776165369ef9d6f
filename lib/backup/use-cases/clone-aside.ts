import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../catalog/manifest';
import { cloneFromBundles } from '../content/bundle-clone';
import { checkSha } from '../content/commit-sha';
import { readContentPoint } from '../content/content-point';
import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, unwrap } from '../kernel/result';
import type { GameDayLookView } from '../views';
import { contentGit } from './content-git';
import { withBundleFiles } from './fetch-bundles';

/**
 * Clones the content of a recovery point into a folder of its own, compares the commit that is checked out with the
 * manifest, and removes the folder. The site's own content is not touched. What cannot be cloned is an answer;
 * a storage that does not answer now throws STORAGE_DOWN.
 */
export async function cloneAside(
  context: BackupContext,
  { content, bundle }: Pick<Manifest, 'content' | 'bundle'>,
): Promise<GameDayLookView['content']> {
  if (!content || !bundle) return { state: 'none', head: content?.head ?? null, reason: null };
  const folder = await mkdtemp(path.join(tmpdir(), 'content-aside-'));
  try {
    const contentPath = path.join(folder, 'content');
    const options = contentGit(context);
    const cloned = await attempt(async () => {
      await withBundleFiles(context, bundle, (bundles) =>
        cloneFromBundles(
          {
            ...{ contentPath, bundles, branch: 'main', remote: null, tips: bundle.tips },
            head: checkSha(content.head),
            runId: newId(context.clock.now()),
          },
          options,
        ),
      );
      return unwrap(await readContentPoint(contentPath, options));
    });
    if (!cloned.ok) {
      if (cloned.error.code === 'STORAGE_DOWN') throw new AppFailure(cloned.error);
      const state = cloned.error.code === 'UNSUPPORTED' ? 'unavailable' : 'failed';
      return { state, head: content.head, reason: cloned.error.message };
    }
    if (cloned.value.head === content.head) return { state: 'cloned', head: content.head, reason: null };
    const reason = `The clone stands at ${cloned.value.head}, the backup at ${content.head}.`;
    return { state: 'failed', head: cloned.value.head, reason };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
