import {
  appError,
  type ContentCloneView,
  cloneContentPoint,
  err,
  formatBytes,
  ok,
  planContentPoint,
  type RestoreContentPlanView,
  type Result,
} from '@/lib/backup';
import { chooseBackup } from './choose-backup';
import type { Answer } from './command-line';
import { nameText, visible } from './content-names';
import { countsText, shortSha } from './content-text';
import { fact, moment, plural } from './figures';
import { terminalActor } from './terminal-actor';

/**
 * The content as it was in a backup. `restoreAll` plans and carries out a new commit; where the repository is gone, it
 * is made anew here.
 */
export async function restorePoint(
  wanted: string,
  options: { plan?: boolean },
  restoreAll: (sha: string) => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const chosen = await chooseBackup(wanted);
  if (!chosen.ok) return chosen;
  const planned = await planContentPoint(chosen.value);
  if (!planned.ok) return planned;
  const { way, sha, refusals } = planned.value;
  const [refusal] = refusals;
  // What forbids a commit is told by its own plan, with the files.
  const isOwn = refusals.some(({ code }) => ['detached', 'unsaved', 'links'].includes(code));
  if (refusal && !isOwn) return err(appError('CONFLICT', refusal.message, { hint: refusal.hint }));
  if (way !== 'clone') return restoreAll(sha);
  if (options.plan) return ok({ data: planned.value, text: contentPlanText(planned.value).join('\n') });
  const made = await cloneContentPoint(chosen.value, terminalActor());
  return made.ok ? ok({ data: made.value, text: cloneText(made.value) }) : made;
}

const cloneText = ({ sha, keptAs }: ContentCloneView): string =>
  [
    `Done: the content was made anew at ${shortSha(sha)}`,
    ...(keptAs ? [fact('kept', `what stood there: ${visible(keptAs)}`)] : []),
  ].join('\n');

/** What a restore does to the content, for a plan. */
export function contentPlanText(plan: RestoreContentPlanView): string[] {
  const { way, sha, committedAt, now, newerCommits, counts, paths, unsaved, fromBundle, bundleBytes } = plan;
  const size = bundleBytes === null ? '' : `, ${formatBytes(bundleBytes)}`;
  const point = `${shortSha(sha)} of ${moment(committedAt)}`;
  const what = {
    same: `as in the backup already (${shortSha(sha)}); not changed`,
    clone: `the repository is gone; made anew at ${point}`,
    commit: `back to ${point} by a new commit: ${countsText(counts)}`,
  }[way];
  const files = paths.map(nameText).join(', ');
  const more = Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0) > paths.length ? ', …' : '';
  return [
    fact('content', what),
    ...(way === 'commit' && now ? [fact('', `now at ${shortSha(now)}${newerText(newerCommits)}`)] : []),
    ...(way === 'commit' ? plan.commits.map(commitText) : []),
    ...(way === 'commit' && files ? [fact('', `${files}${more}`)] : []),
    ...(fromBundle ? [fact('', `out of the stored bundle${size}: the repository does not have it`)] : []),
    ...(unsaved > 0 ? [fact('', `${plural(unsaved, 'unsaved edit')} on the server; none is overwritten`)] : []),
  ];
}

const commitText = ({ sha, at, author, subject }: RestoreContentPlanView['commits'][number]): string =>
  fact('', `${shortSha(sha)}  ${moment(at)}  ${visible(author.name)}: ${visible(subject)}`);

const newerText = (commits: number | null): string =>
  commits ? `, ${plural(commits, 'commit')} newer than the backup` : '';
