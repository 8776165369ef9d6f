import { appError, err, ok, type Result } from '@/lib/backup';

/** What a terminal would act on, or show as something else: controls, stand-ins for bytes, marks that turn text round. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** Foreign text on one line: what is unsafe to print stands as its number. */
export const visible = (text: string): string => text.replace(UNSAFE, escaped);

/** A line of a file: tabs stay. */
export const visibleLine = (text: string): string => text.split('\t').map(visible).join('\t');

/**
 * A path as people can read and copy it: plain, or as a JSON string where it holds what cannot be printed or would be
 * read as such a string. `readName` gives the very bytes back.
 */
export function nameText(path: string): string {
  const isPlain = visible(path) === path && !path.startsWith('"') && path.trim() === path;
  return isPlain ? path : visible(JSON.stringify(path));
}

/** A path as it was typed, or in the form of `nameText`. */
export function readName(word: string): Result<string> {
  if (word.length < 2 || !word.startsWith('"') || !word.endsWith('"')) return ok(word);
  try {
    return ok(String(JSON.parse(word)));
  } catch {
    return err(
      appError('INVALID_INPUT', 'That is not a name in quotes.', {
        hint: 'Copy the name as the history prints it, with its quotes, between two single quotes.',
      }),
    );
  }
}

export function readNames(words: readonly string[]): Result<string[]> {
  const names: string[] = [];
  for (const word of words) {
    const name = readName(word);
    if (!name.ok) return name;
    names.push(name.value);
  }
  return ok(names);
}
