import type { Translator } from './create-translator';

/** Fields with the words of people, of commits and of files, or with what is typed and sent back: never touched. */
const NOT_OURS: ReadonlySet<string> = new Set([
  ...['acknowledgement', 'actorName', 'author', 'body', 'commands', 'contentPath', 'detail', 'email', 'name', 'path'],
  ...['paths', 'people', 'phrase', 'ref', 'site', 'siteName', 'subject', 'tag', 'token', 'url'],
]);

/** Every sentence of ours in plain data, translated; anything that is not plain data is left as it is. */
export function translateTexts<T>(data: T, translator: Translator): T {
  if (typeof data === 'string') return translator.sentence(data) as T;
  if (Array.isArray(data)) return data.map((item) => translateTexts(item, translator)) as T;
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, fieldIn(key, item, translator)])) as T;
}

function fieldIn(key: string, item: unknown, translator: Translator): unknown {
  if (NOT_OURS.has(key)) return item;
  if (typeof item === 'string') {
    if (key === 'note') return translator.note(item);
    // A list of notes is ours; one text of that name is what somebody wrote.
    if (key === 'notes') return item;
  }
  return translateTexts(item, translator);
}
