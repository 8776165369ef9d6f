import { failure } from '../kernel/app-error';

declare const checked: unique symbol;

/** A path inside the content repository: relative, forward slashes, never in `.git`. Made by checkPath, or read from git. */
export type ContentPath = string & { readonly [checked]: 'ContentPath' };

const LONGEST = 4096;

/** Names that some file system takes for `.git`: other case, 8.3 form, trailing dots and spaces, a stream, ignorable characters. */
const isGitFolder = (name: string): boolean =>
  /^(?:\.git|git~\d+)$/.test(
    name
      .toLowerCase()
      .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
      .replace(/:.*$/s, '')
      .replace(/[. ]+$/, ''),
  );

/** Whether a name out of a tree means another place than one inside the content: git makes no such tree, a forger may. */
export const leadsOut = (path: string): boolean =>
  path.split('/').some((part) => part === '' || part === '.' || part === '..' || isGitFolder(part));

/**
 * Throws AppFailure INVALID_INPUT for what could lead out of the content, or into git's own folder. A name that begins
 * with a dash is a name like any other: it stands after `--` in every command.
 */
export function checkPath(text: string): ContentPath {
  const parts = text.split('/');
  const isSafe =
    text.length > 0 &&
    text.length <= LONGEST &&
    !text.includes('\0') &&
    !leadsOut(text) &&
    !/^[a-z]:/i.test(text) &&
    !parts.some((part) => part.split('\\').some((piece) => piece === '..' || isGitFolder(piece)));
  if (isSafe) return text as ContentPath;
  throw failure('INVALID_INPUT', 'That is not a path inside the content.', {
    hint: 'Take a file from the history or from the list of files.',
    fields: { path: 'Give a path relative to the content folder.' },
  });
}

/** A path without a slash at its end, as people write folders. */
export const checkFolderOrFile = (text: string): ContentPath => checkPath(text.replace(/\/+$/, ''));
