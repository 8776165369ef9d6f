import { type Command, InvalidArgumentError } from 'commander';
import {
  appError,
  type ContentFilters,
  err,
  fetchContent,
  findCommit,
  getContentDiff,
  getContentFile,
  getContentHistory,
  getContentIncidents,
  getContentStatus,
  getDeletedFiles,
  getFileHistory,
  ok,
  type Result,
} from '@/lib/backup';
import type { Answer, Perform } from './command-line';
import { registerContentActs } from './content-acts';
import { copies } from './content-copies';
import { registerContentEdits } from './content-edits';
import { readName } from './content-names';
import { commitText, deletedText, diffText, fileText, historyText, incidentText, statusText } from './content-text';

interface Paging {
  before?: string;
  limit?: number;
}

type LogOptions = Paging & Omit<ContentFilters, 'path'>;

/** `words` is the whole command line: what stands after "--" in it is a path. */
export function registerContentCommands(program: Command, perform: Perform, words: readonly string[]): void {
  const content = program.command('content').description('history of the content, and files and commits put back');
  content
    .command('log [path]')
    .description('commits, newest first; of one file also under the names that it had')
    .option('--author <name>', 'a part of the author’s name or address')
    .option('--since <date>', 'not before this day')
    .option('--until <date>', 'not after this day')
    .option('--before <cursor>', 'older than this commit')
    .option('--limit <n>', 'how many', wholeNumber)
    .action((path: string | undefined, options: LogOptions) => perform(() => log(path, options)));
  content
    .command('show <sha> [path]')
    .description('what a commit changed, or one whole file as it left it')
    .action((sha: string, path: string | undefined) => perform(() => show(sha, path)));
  content
    .command('diff <from> [words...]')
    .usage('<from> [to] [-- path]')
    .description('what differs between two commits, or between one and the files as they are now')
    .action((from: string, rest: string[]) => {
      const paths = words.includes('--') ? words.slice(words.indexOf('--') + 1) : [];
      const ends = [from, ...rest].slice(0, rest.length + 1 - paths.length);
      perform(() => diff(ends, paths));
    });
  content
    .command('deleted [path]')
    .description('files that were deleted, and from where they come back')
    .option('--before <cursor>', 'older than this')
    .option('--limit <n>', 'how many', wholeNumber)
    .action((path: string | undefined, options: Paging) => perform(() => deleted(path, options)));
  content
    .command('incidents')
    .description('damage that nobody can have meant, and whether it is mended')
    .action(() => perform(incidents));
  content
    .command('status')
    .description('where the content stands, unsaved edits, and what is wrong')
    .action(() => perform(status));
  content
    .command('copies')
    .description('copies that the template made, with what differs from now; none of them is a backup')
    .action(() => perform(copies));
  content
    .command('fetch')
    .description('ask the remote for newer commits; changes no file')
    .action(() =>
      perform(async () => {
        const fetched = await fetchContent();
        return fetched.ok ? status() : fetched;
      }),
    );
  registerContentActs(content, perform);
  registerContentEdits(content, perform);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

/** The full id for what was typed. */
async function commitOf(text: string): Promise<Result<string>> {
  const found = await findCommit({ text });
  return found.ok ? ok(found.value.sha) : found;
}

async function log(word: string | undefined, { before, limit, ...filters }: LogOptions): Promise<Result<Answer>> {
  const path = word === undefined ? ok(undefined) : readName(word);
  if (!path.ok) return path;
  if (path.value !== undefined && Object.keys(filters).length === 0) {
    const ofFile = await getFileHistory({ path: path.value, before, limit });
    if (!ofFile.ok && ofFile.error.code !== 'NOT_FOUND') return ofFile;
    const isOneFile = ofFile.ok && ofFile.value.commits.some((commit) => commit.path === path.value);
    if (isOneFile) return ok({ data: ofFile.value, text: historyText(ofFile.value.commits, ofFile.value.nextCursor) });
  }
  const wanted = { ...filters, ...(path.value === undefined ? {} : { path: path.value }) };
  const history = await getContentHistory({ filters: wanted, before, limit, withCounts: true });
  if (!history.ok) return history;
  return ok({ data: history.value, text: historyText(history.value.commits, history.value.nextCursor) });
}

async function show(word: string, pathWord: string | undefined): Promise<Result<Answer>> {
  const sha = await commitOf(word);
  if (!sha.ok) return sha;
  if (pathWord === undefined) {
    const change = await getContentDiff({ sha: sha.value });
    return change.ok ? ok({ data: change.value, text: commitText(change.value) }) : change;
  }
  const path = readName(pathWord);
  if (!path.ok) return path;
  const file = await getContentFile({ sha: sha.value, path: path.value });
  return file.ok ? ok({ data: file.value, text: fileText(file.value) }) : file;
}

async function diff(ends: readonly string[], paths: readonly string[]): Promise<Result<Answer>> {
  const [fromWord, toWord, ...more] = ends;
  if (fromWord === undefined || more.length > 0 || paths.length > 1) {
    const hint = 'For example: content diff FROM TO -- PATH';
    return err(appError('INVALID_INPUT', 'Name one or two commits, and at most one path after "--".', { hint }));
  }
  const from = await commitOf(fromWord);
  if (!from.ok) return from;
  const to = toWord === undefined ? ok(undefined) : await commitOf(toWord);
  if (!to.ok) return to;
  const path = paths[0] === undefined ? ok(undefined) : readName(paths[0]);
  if (!path.ok) return path;
  const change = await getContentDiff({ from: from.value, to: to.value, path: path.value });
  return change.ok ? ok({ data: change.value, text: diffText(change.value) }) : change;
}

async function deleted(word: string | undefined, options: Paging): Promise<Result<Answer>> {
  const path = word === undefined ? ok(undefined) : readName(word);
  if (!path.ok) return path;
  const files = await getDeletedFiles({ path: path.value, ...options });
  return files.ok ? ok({ data: files.value, text: deletedText(files.value) }) : files;
}

async function incidents(): Promise<Result<Answer>> {
  const found = await getContentIncidents();
  if (!found.ok) return found;
  return ok({ data: found.value, text: found.value.map(incidentText).join('\n') || 'No incident.' });
}

async function status(): Promise<Result<Answer>> {
  const view = await getContentStatus();
  return view.ok ? ok({ data: view.value, text: statusText(view.value) }) : view;
}
