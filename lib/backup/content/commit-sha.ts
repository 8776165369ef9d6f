import { failure } from '../kernel/app-error';

declare const checked: unique symbol;

/** Full object id of a commit, 40 lower case hexadecimal digits. Made by checkSha, or read from git itself. */
export type CommitSha = string & { readonly [checked]: 'CommitSha' };

export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export const isSha = (text: string): text is CommitSha => /^[0-9a-f]{40}$/.test(text);

/** Throws AppFailure INVALID_INPUT for anything but a full object id. Whether it exists is another question. */
export function checkSha(text: string): CommitSha {
  if (isSha(text)) return text;
  throw failure('INVALID_INPUT', 'That is not the id of a commit.', {
    hint: 'Take a commit from the history: its id has 40 digits and letters from a to f.',
    fields: { sha: 'Give all 40 characters of a commit id.' },
  });
}
