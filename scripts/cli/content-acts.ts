import type { Command } from 'commander';
import {
  appError,
  applyContentAct,
  type ContentPlanView,
  err,
  findCommit,
  ok,
  planContentAct,
  type Result,
} from '@/lib/backup';
import type { Answer, Perform } from './command-line';
import { nameText, readName, readNames, visible } from './content-names';
import { restorePoint } from './content-point';
import { resultText } from './content-result-text';
import { countsText, diffText, shortSha } from './content-text';
import { plural } from './figures';
import { terminalActor } from './terminal-actor';

interface ActOptions {
  plan?: boolean;
  keepLocally?: boolean;
  confirm?: string;
}

interface Chosen {
  from?: string;
  all?: boolean;
  backup?: string;
}

type ActRequest = Parameters<typeof planContentAct>[0];

export function registerContentActs(content: Command, perform: Perform): void {
  const act = (words: string, description: string) =>
    content
      .command(words)
      .description(description)
      .option('--plan', 'show what would change, and change nothing')
      .option('--keep-locally', 'where the remote does not answer, keep the commit on this server alone')
      .option('--confirm <files>', 'how many files change, where it is more than anybody changes by hand');
  act('restore [paths...]', 'give files or folders the state after a commit; deleted ones come back')
    .option('--from <sha>', 'the commit')
    .option('--all', 'the whole content')
    .option('--backup <id>', 'the whole content as in this backup, or "latest"; made anew where it is gone')
    .action((paths: string[], { from, all, backup, ...options }: ActOptions & Chosen) =>
      perform(() => restore({ paths, from, all: all === true, backup }, options)),
    );
  act('revert <sha>', 'undo what one commit did; of a merge, against its first parent').action(
    (sha: string, options: ActOptions) => perform(() => ofCommit('revert', sha, options)),
  );
  act('recover <sha>', 'bring back the files that a commit deleted, and keep everything added since').action(
    (sha: string, options: ActOptions) => perform(() => ofCommit('recover', sha, options)),
  );
  act('restore-copy <path>', 'give a file what a copy that the template made holds').action(
    (word: string, options: ActOptions) => perform(() => restoreCopy(word, options)),
  );
}

async function restoreCopy(word: string, options: ActOptions): Promise<Result<Answer>> {
  const path = readName(word);
  return path.ok ? carryOut({ kind: 'copy', path: path.value }, options) : path;
}

async function restore(
  { paths, from, all, backup }: Chosen & { paths: string[] },
  options: ActOptions,
): Promise<Result<Answer>> {
  if (backup !== undefined && from === undefined && paths.length === 0) {
    return restorePoint(backup, options, (sha) => carryOut({ kind: 'restore-all', sha }, options));
  }
  if (backup !== undefined || from === undefined) {
    const hint = 'For example: content restore --backup latest --plan';
    return err(
      appError('INVALID_INPUT', 'Name a commit with --from, or the whole content of a backup with --backup.', { hint }),
    );
  }
  if (paths.length > 0 === (all === true)) {
    const hint = 'For example: content restore data/items/alpha --from 1a2b3c4 --plan';
    return err(appError('INVALID_INPUT', 'Name the files or folders to restore, or --all.', { hint }));
  }
  if (all) return ofCommit('restore-all', from, options);
  const names = readNames(paths);
  if (!names.ok) return names;
  const found = await findCommit({ text: from });
  return found.ok ? carryOut({ kind: 'restore', sha: found.value.sha, paths: names.value }, options) : found;
}

async function ofCommit(
  kind: 'revert' | 'recover' | 'restore-all',
  word: string,
  options: ActOptions,
): Promise<Result<Answer>> {
  const found = await findCommit({ text: word });
  return found.ok ? carryOut({ kind, sha: found.value.sha }, options) : found;
}

async function carryOut(request: ActRequest, options: ActOptions): Promise<Result<Answer>> {
  const planned = await planContentAct(request);
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (options.plan) return ok({ data: plan, text: planText(plan) });
  if (plan.token === null) return err(refused(plan));
  const confirmed = confirmedCount(plan, options.confirm);
  if (!confirmed.ok) return confirmed;
  const { trigger, actor } = terminalActor();
  const applied = await applyContentAct(
    {
      token: plan.token,
      confirmCount: confirmed.value ?? undefined,
      keepLocally: options.keepLocally === true,
      actor,
    },
    { trigger },
  );
  if (applied.ok) return ok({ data: applied.value, text: resultText(applied.value) });
  if (applied.error.code !== 'STORAGE_DOWN') return applied;
  return err({
    ...applied.error,
    hint: `${applied.error.hint ?? ''} To keep it on this server, add: --keep-locally`.trim(),
  });
}

/** What only brings files back takes nothing away, so its number need not be typed. */
function confirmedCount({ confirmCount, diff }: ContentPlanView, typed: string | undefined): Result<number | null> {
  const { changed, deleted, renamed } = diff.counts;
  if (confirmCount === null || changed + deleted + renamed === 0 || typed === String(confirmCount))
    return ok(confirmCount);
  const hint = `If you mean it, add: --confirm ${confirmCount}`;
  return err(
    appError('INVALID_INPUT', `This changes ${plural(confirmCount, 'file')}.`, {
      hint,
      details: { confirm: confirmCount },
    }),
  );
}

function refused({ refusals, conflicts, unsavedInTheWay }: ContentPlanView) {
  const isNothing = refusals.some(({ code }) => /^nothing/.test(code));
  return appError(isNothing ? 'NOTHING_TO_DO' : 'CONFLICT', refusals.map(({ message }) => message).join(' '), {
    hint: refusals[0]?.hint,
    details: {
      refusals: refusals.map(({ code }) => code).join(', '),
      conflicts: conflicts.length,
      unsaved: unsavedInTheWay.length,
    },
  });
}

function planText(plan: ContentPlanView): string {
  return [
    `Plan of ${plan.kind} ${shortSha(plan.sha)}: ${countsText(plan.diff.counts)}. Nothing has been changed.`,
    ...(plan.firstParentOfMerge ? ['  It is a merge: what it changed is told against its first parent.'] : []),
    ...(plan.remoteHasMore ? [`  The remote has ${plural(plan.remoteHasMore, 'newer commit')}; they come along.`] : []),
    ...plan.refusals.flatMap(({ message, hint }) => [`✗ ${visible(message)}`, `  ${visible(hint)}`]),
    ...plan.conflicts.map(({ path, message }) => `  conflict in ${nameText(path)}: ${visible(message)}`),
    ...plan.unsavedInTheWay.map((path) => `  unsaved on the server: ${nameText(path)}`),
    ...plan.warnings.flatMap(({ message, hint }) => [`! ${visible(message)}`, `  ${visible(hint)}`]),
    ...plan.unparsable.map(({ path, message }) => `! ${nameText(path)} would no longer parse. ${visible(message)}`),
    ...(plan.refusals.length > 0 ? [] : [diffText(plan.diff), '', 'Next: the same command without --plan.']),
  ].join('\n');
}
