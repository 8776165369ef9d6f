import type { ContentBundle, Manifest } from '../catalog/manifest';
import { bringBundles, forgetBrought, hasCommits, keepPoint } from '../content/bundle';
import { cloneFromBundles } from '../content/bundle-clone';
import { type CommitSha, checkSha } from '../content/commit-sha';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import { attempt, type Result, unwrap } from '../kernel/result';
import { contentGit } from './content-git';
import { withBundleFiles } from './fetch-bundles';
import type { Initiator } from './start-backup';
import { writeContent } from './write-content';

/**
 * Makes sure that the content commit of a recovery point is in the repository, out of its bundles where it is not: then
 * `planContentAct({ kind: 'restore-all', sha })` can plan with it. No branch and no file changes.
 * Errors: NOT_FOUND (backup, repository, or no content in it), CORRUPT, UNSUPPORTED (no git), STORAGE_DOWN.
 */
export function bringContentPoint(context: BackupContext, backupId: string): Promise<Result<{ sha: string }>> {
  return attempt(async () => {
    const { point, bundle } = await readPoint(context, backupId);
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const sha = checkSha(point.head);
    if (await hasCommits(git, [sha])) return { sha };
    await withBundleFiles(context, present(bundle), (files) => bringBundles(git, files));
    await keepPoint(git, backupId, sha);
    await forgetBrought(git);
    return { sha };
  });
}

export interface ContentCloneView {
  sha: string;
  runId: string;
  /** Where the folder that stood there is kept; null where there was none. */
  keptAs: string | null;
}

/**
 * Makes the content folder anew from the bundles of a recovery point, where the repository is gone.
 * Errors: CONFLICT (a repository is there), NOT_FOUND, CORRUPT, UNSUPPORTED, BUSY, STORAGE_DOWN, DATABASE_DOWN.
 */
export function cloneContentPoint(
  context: BackupContext,
  backupId: string,
  initiator: Initiator & { within?: string },
): Promise<Result<ContentCloneView>> {
  return writeContent(context, { ...initiator, idempotencyKey: null }, async ({ runId, assertMayWrite, note }) => {
    const { point, bundle } = await readPoint(context, backupId);
    const { tips } = present(bundle);
    note('Content made anew from a backup');
    const head: CommitSha = checkSha(point.head);
    const branch = point.branch && /^[\w][\w./-]{0,200}$/.test(point.branch) ? point.branch : 'main';
    const { remote } = point;
    const contentPath = context.host.contentPath();
    const keptAs = await withBundleFiles(context, present(bundle), async (bundles) => {
      await assertMayWrite();
      return cloneFromBundles({ contentPath, bundles, head, branch, remote, tips, runId }, contentGit(context));
    });
    return { sha: head, runId, keptAs };
  });
}

async function readPoint(context: BackupContext, backupId: string) {
  if (!isId(backupId)) throw failure('NOT_FOUND', 'There is no such backup.', { hint: 'Open it from the history.' });
  const { manifest, signatureValid } = await context.catalog.get(backupId);
  if (!signatureValid) {
    throw failure('CORRUPT', 'The manifest was changed after it was signed, or was signed with another key.', {
      hint: 'Take another recovery point.',
    });
  }
  const point: Manifest['content'] = manifest.content;
  if (point) return { point, bundle: manifest.bundle };
  throw failure('NOT_FOUND', 'This backup holds no content: it was made where there was no content repository.', {
    hint: 'Take another recovery point.',
  });
}

function present(bundle: ContentBundle | undefined): ContentBundle {
  if (bundle) return bundle;
  throw failure('NOT_FOUND', 'This backup names a content commit, but holds no copy of it.', {
    hint: 'Take another recovery point, or clone the content from its remote.',
  });
}
