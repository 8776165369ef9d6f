import { failure } from '../kernel/app-error';
import { publish, readBranch, replaceFiles, rescueRef } from './apply-publish';
import type { CommitSha } from './commit-sha';
import { openRemote, type Remote } from './git-remote';
import type { Git } from './git-repository';
import { detached, remoteTip } from './land-commit';
import { parseMergeAnswer } from './merge-answer';
import { isAncestor, MERGE_SETTINGS } from './plan-tree';
import { SERVICE } from './signature-lines';
import { readTreeChanges } from './tree-changes';

/**
 * Puts HEAD back on a branch. Commits made off it come along where the branch can simply move forward; else they are kept
 * under a rescue ref. Files change one by one as in `publish`; unsaved edits in them refuse it. Gives the branch.
 */
export async function attachBranch(git: Git, runId: string): Promise<string> {
  const { head, branch } = await readBranch(git);
  if (branch !== null) throw failure('NOTHING_TO_DO', 'The content is on its branch.', { hint: 'Look at it again.' });
  const target = await findBranch(git, head);
  const ref = `refs/heads/${target}`;
  const tip = (await git.run(['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`])).stdout.trim();
  if (await isAncestor(git, tip, head)) {
    await git.run(['update-ref', '-m', `backup: ${runId}`, ref, head, tip], { env: SERVICE });
  } else {
    if (!(await isAncestor(git, head, tip))) await git.run(['update-ref', rescueRef(runId), head], { env: SERVICE });
    await replaceFiles(git, await readTreeChanges(git, head, tip), runId);
  }
  await git.run(['symbolic-ref', '-m', `backup: ${runId}`, 'HEAD', ref], { env: SERVICE });
  return target;
}

/** The only branch, else one that stands at this commit, else main or master. */
async function findBranch(git: Git, head: CommitSha): Promise<string> {
  const rows = (await git.run(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/'])).stdout;
  const branches = rows
    .split('\n')
    .filter(Boolean)
    .map((row) => ({ sha: row.slice(0, 40), name: row.slice(41 + 'refs/heads/'.length) }));
  const named = (name: string) => branches.find((branch) => branch.name === name);
  const usual = named('main') ?? named('master');
  const only = branches.length === 1 ? branches[0] : undefined;
  const found = only ?? usual ?? branches.find(({ sha }) => sha === head);
  if (found) return found.name;
  throw failure('CONFLICT', 'It is not clear which branch the content belongs to.', {
    hint: 'Check out the branch in the content folder by hand.',
  });
}

async function reach(git: Git): Promise<{ head: CommitSha; branch: string; remote: Remote }> {
  const { head, branch } = await readBranch(git);
  if (branch === null) throw detached();
  const remote = await openRemote(git, branch);
  if (remote) return { head, branch, remote };
  throw failure('NOTHING_TO_DO', 'The content has no remote.', { hint: 'Set one in the content folder first.' });
}

/**
 * Gets the remote's commits and moves the files to them. Commits of this server alone go on top of them and are pushed;
 * what they were before stays under a rescue ref. Gives the number of paths that changed.
 * Throws AppFailure: NOTHING_TO_DO, CONFLICT (unsaved edits, commits that do not go together), STORAGE_DOWN, FORBIDDEN.
 */
export async function catchUp(git: Git, runId: string): Promise<number> {
  const { head, branch, remote } = await reach(git);
  await remote.fetch();
  const tip = await remoteTip(git, remote.name, branch);
  if (!tip || (await isAncestor(git, tip, head))) return 0;
  const isBehind = await isAncestor(git, head, tip);
  const to = isBehind ? tip : await replay(git, head, tip);
  if (!isBehind) {
    await git.run(['update-ref', rescueRef(runId), head], { env: SERVICE });
    if (to !== tip) await pushCommit(git, remote, branch, to);
  }
  const changes = await readTreeChanges(git, head, to);
  await publish(git, { branch, from: head, to, runId });
  return changes.length;
}

/** Pushes the commits of this server. Where the remote has moved on, they go on top of it first. */
export async function pushAhead(git: Git, runId: string): Promise<void> {
  const { head, branch, remote } = await reach(git);
  const answer = await remote.push(head, branch);
  if (answer === 'pushed') {
    await git.run(['update-ref', `refs/remotes/${remote.name}/${branch}`, head], { env: SERVICE });
    return;
  }
  if (answer === 'refused') throw refused(branch);
  await catchUp(git, runId);
}

async function pushCommit(git: Git, remote: Remote, branch: string, sha: CommitSha): Promise<void> {
  const answer = await remote.push(sha, branch);
  if (answer === 'refused') throw refused(branch);
  if (answer === 'behind') {
    throw failure('BUSY', 'The remote moved on while this was being done. Nothing was changed.', {
      hint: 'Try again in a minute.',
    });
  }
  await git.run(['update-ref', `refs/remotes/${remote.name}/${branch}`, sha], { env: SERVICE });
}

/** The commits of `head` that `tip` does not have, made again on top of it, each with its author and message. */
async function replay(git: Git, head: CommitSha, tip: CommitSha): Promise<CommitSha> {
  const words = ['rev-list', '--reverse', '--topo-order', '--parents', '--end-of-options', head, `^${tip}`, '--'];
  const rows = (await git.run(words)).stdout.split('\n').filter(Boolean);
  let onto = tip;
  for (const row of rows) {
    const [sha = '', parent, ...more] = row.split(' ');
    if (!parent || more.length > 0) throw apart();
    // A stand-in with the newest tree on the commit's own parent: git then takes that parent as the base of the merge.
    const stand = await git.run(['commit-tree', `${onto}^{tree}`, '-p', parent, '-m', 'stand-in'], { env: SERVICE });
    const merge = ['merge-tree', '--write-tree', '-z', '--end-of-options', stand.stdout.trim(), sha];
    const answer = await git.run(merge, { allowExit: [0, 1], settings: MERGE_SETTINGS });
    if (answer.code !== 0) throw apart();
    const { tree } = parseMergeAnswer(answer.stdout);
    const [name = '', email = '', date = '', message = ''] = (
      await git.run(['log', '-1', '--no-patch', '--format=%an%x00%ae%x00%ad%x00%B', '--date=raw', sha, '--'])
    ).stdout.split('\0');
    const env = { ...SERVICE, GIT_AUTHOR_NAME: name || 'Unknown', GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date };
    const made = await git.run(['commit-tree', tree, '-p', onto, '-F', '-'], { env, input: message });
    onto = made.stdout.trim() as CommitSha;
  }
  return onto;
}

const apart = () =>
  failure('CONFLICT', 'Commits of this server and of the remote changed the same files. Nothing was changed.', {
    hint: 'Bring them together by hand in a clone of the repository, or restore single files from the history.',
  });

const refused = (branch: string) =>
  failure('FORBIDDEN', 'The content remote refused the commits.', {
    hint: `Its branch “${branch}” may be protected: let this server write there.`,
  });
