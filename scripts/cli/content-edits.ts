import type { Command } from 'commander';
import {
  appError,
  err,
  getContentStatus,
  mendContent,
  ok,
  type Result,
  saveUnsavedEdits,
  setAsideUnsavedEdits,
} from '@/lib/backup';
import type { Answer, Perform } from './command-line';
import { readNames, visible } from './content-names';
import { resultText } from './content-result-text';
import { shortSha, statusText } from './content-text';
import { fact, plural } from './figures';
import { terminalActor } from './terminal-actor';

const MENDS = ['attach-branch', 'abort-merge', 'remove-lock', 'deepen', 'fetch', 'push'] as const;

interface EditOptions {
  all?: boolean;
  message?: string;
  keepLocally?: boolean;
}

/** What an admin does about edits that are in no commit, and about a repository that is not as it should be. */
export function registerContentEdits(content: Command, perform: Perform): void {
  const aboutEdits = (words: string, description: string) =>
    content
      .command(words)
      .description(description)
      .option('--all', 'every edit that is in no commit')
      .option('--message <text>', 'why, as the history shall tell it');
  aboutEdits('save-edits [paths...]', 'make unsaved edits on this server a commit')
    .option('--keep-locally', 'where the remote does not answer, keep the commit on this server alone')
    .action((paths: string[], options: EditOptions) => perform(() => saveEdits(paths, options)));
  aboutEdits('set-aside [paths...]', 'keep unsaved edits under a ref of their own, and the files as committed').action(
    (paths: string[], options: EditOptions) => perform(() => setAside(paths, options)),
  );
  content
    .command('mend')
    .description('cure one condition that the status names')
    .argument('<act>', `one of ${MENDS.join(', ')}`)
    .action((act: string) => perform(() => mend(act)));
}

async function editsOf(words: string[], { all, message }: EditOptions) {
  const { actor } = terminalActor();
  if (words.length > 0 === (all === true)) {
    const hint = 'See them: npm run -s backup -- content status';
    return err(appError('INVALID_INPUT', 'Name the edited files or folders, or --all.', { hint }));
  }
  const named = all ? await everyEdit() : readNames(words);
  return named.ok ? ok({ paths: named.value, message, actor }) : named;
}

async function everyEdit(): Promise<Result<string[]>> {
  const status = await getContentStatus();
  if (!status.ok) return status;
  const { unsaved, moreUnsaved } = status.value;
  if (moreUnsaved > 0) {
    const hint = 'Name the folders that they are in.';
    return err(appError('INVALID_INPUT', `There are more than ${unsaved.length} unsaved edits.`, { hint }));
  }
  if (unsaved.length > 0) return ok(unsaved.map(({ path }) => path));
  return err(appError('NOTHING_TO_DO', 'Every edit is in a commit.', { hint: 'There is nothing to do.' }));
}

async function saveEdits(words: string[], options: EditOptions): Promise<Result<Answer>> {
  const edits = await editsOf(words, options);
  if (!edits.ok) return edits;
  const request = { ...edits.value, keepLocally: options.keepLocally === true };
  const saved = await saveUnsavedEdits(request, terminalActor());
  return saved.ok ? ok({ data: saved.value, text: resultText(saved.value) }) : saved;
}

async function setAside(words: string[], options: EditOptions): Promise<Result<Answer>> {
  const edits = await editsOf(words, options);
  if (!edits.ok) return edits;
  const kept = await setAsideUnsavedEdits(edits.value, terminalActor());
  if (!kept.ok) return kept;
  const { sha, files, rescueRef, warnings } = kept.value;
  const text = [
    `Put aside: ${plural(files, 'file')} in ${shortSha(sha)}; the files are as committed`,
    fact('kept under', rescueRef ?? ''),
    fact('way back', `npm run -s backup -- content restore PATH --from ${shortSha(sha)}`),
    ...warnings.map((warning) => `! ${visible(warning)}`),
  ];
  return ok({ data: kept.value, text: text.join('\n') });
}

async function mend(word: string): Promise<Result<Answer>> {
  const act = MENDS.find((known) => known === word);
  if (!act) {
    const hint = `One of: ${MENDS.join(', ')}`;
    return err(appError('INVALID_INPUT', 'There is no such act.', { hint }));
  }
  const mended = await mendContent({ act, actor: terminalActor().actor }, terminalActor());
  return mended.ok ? ok({ data: mended.value, text: statusText(mended.value) }) : mended;
}
