import { openGit } from '../content/git-repository';
import { describeDeletion, findMassDeletions, type MassDeletion } from '../content/incidents';
import { readHead } from '../content/log';
import { findSettingsDamage } from '../content/settings-incidents';
import { listTree } from '../content/tree-files';
import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { attempt, type Result, unwrap } from '../kernel/result';
import { isSharpDrop } from '../policy/content-anomaly';
import type { ContentIncidentView } from '../views';
import { contentGit } from './content-git';

/** Older commits than so many are not looked at: what nobody missed for so long is not an emergency. */
const COMMITS = 5_000;

/** What was found up to a commit; commits never change, so only newer ones are looked at again. One repository at a time. */
const seen = new Map<string, { head: string; deletions: MassDeletion[] }>();

async function deletionsUpTo(git: Parameters<typeof findMassDeletions>[0], head: string): Promise<MassDeletion[]> {
  const known = seen.get(git.root);
  if (known?.head === head) return known.deletions;
  const isOlder =
    known && (await git.run(['merge-base', '--is-ancestor', known.head, head], { allowExit: [0, 1, 128] }));
  const until = isOlder?.code === 0 ? known?.head : undefined;
  const newer = await findMassDeletions(git, { head, until, limit: COMMITS });
  const deletions = until ? [...newer, ...(known?.deletions ?? [])] : newer;
  seen.set(git.root, { head, deletions });
  return deletions;
}

/**
 * Damage to the content that nobody can have meant, newest first: mass deletions (recovered ones too, and said so),
 * settings and category files that are empty or broken, far fewer files than in the last recovery point.
 * Errors: UNSUPPORTED (no git here), NOT_FOUND (no repository), CORRUPT.
 */
export async function getContentIncidents(context: BackupContext): Promise<Result<ContentIncidentView[]>> {
  return attempt(async () => {
    const git = unwrap(await openGit(context.host.contentPath(), contentGit(context)));
    const head = await readHead(git);
    if (!head) return [];
    const filesNow = new Set(await listTree(git, head));
    const deletions = await deletionsUpTo(git, head);
    const described = await Promise.all(deletions.map((incident) => describeDeletion(git, incident, filesNow)));
    const settings = await findSettingsDamage(git, head);
    const open = described.some(({ recovered }) => !recovered);
    const dropped = open ? null : await droppedSince(context, git, head, filesNow.size);
    const all = [...described, ...settings, ...(dropped ? [dropped] : [])];
    return all.sort((left, right) => (left.at < right.at ? 1 : -1));
  });
}

/** A loss in many small commits shows only against the last recovery point. */
async function droppedSince(
  context: BackupContext,
  git: Parameters<typeof findMassDeletions>[0],
  head: string,
  filesNow: number,
): Promise<ContentIncidentView | null> {
  const listed = await attempt(() => context.catalog.list());
  const point = listed.ok ? listed.value.entries.find(({ manifest }) => manifest.content)?.manifest.content : null;
  if (!point || point.head === head) return null;
  try {
    const then = (await listTree(git, point.head)).length;
    if (!isSharpDrop(then, filesNow)) return null;
    return {
      kind: 'files-dropped',
      sha: head,
      at: context.clock.now().toISOString(),
      subject: '',
      author: '',
      deleted: then - filesNow,
      total: then,
      left: null,
      path: null,
      recovered: false,
      missing: then - filesNow,
      addedSince: 0,
    };
  } catch (thrown) {
    // The commit of the recovery point is not in this clone: nothing to compare with.
    if (thrown instanceof AppFailure && thrown.error.code === 'CORRUPT') return null;
    throw thrown;
  }
}
