/** From English as the code says it, `{0}`, `{1}` … for its values, to another language. */
export interface TextCatalog {
  readonly sentences: Readonly<Record<string, string>>;
  /** What only stands inside a sentence, such as "{0} files" or "{0} and {1}": by itself it could be anybody's words. */
  readonly values: Readonly<Record<string, string>>;
}

export type TranslateText = (text: string) => string;

interface Pattern {
  /** Its longest piece between two values: a text without it cannot match. */
  needle: string;
  matches: RegExp;
  /** Characters that are not of values. */
  literal: number;
  translation: string;
}

const VALUE = /\{\d\}/;
const SENTENCE_END = /(?<=[.!?…:;]["”]?) (?=[A-Z“"]|pg_)/;
/** Longer texts are no sentences of ours. */
const LONGEST = 4_000;

const escaped = (piece: string) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf([text, translation]: [string, string]): Pattern {
  const pieces = text.split(VALUE);
  return {
    needle: pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), ''),
    matches: new RegExp(`^${pieces.map(escaped).join('([\\s\\S]*?)')}$`),
    literal: pieces.join('').length,
    translation,
  };
}

interface Entries {
  whole: ReadonlyMap<string, string>;
  patterns: readonly Pattern[];
}

function entriesOf(texts: Readonly<Record<string, string>>): Entries {
  const entries = Object.entries(texts);
  return {
    whole: new Map(entries.filter(([text]) => !VALUE.test(text))),
    patterns: entries
      .filter(([text]) => VALUE.test(text))
      .map(patternOf)
      // "The copy {0} failed: {1}" before "{0} failed: {1}": the one that says more of the text wins.
      .sort((a, b) => b.literal - a.literal),
  };
}

/**
 * Sentences of the domain in another language, in the way of gettext: the English sentence is its own name. So texts
 * that were stored long ago, with a run or an event, are translated too. What no catalog knows stays English.
 */
export function createTranslator(catalog: TextCatalog): TranslateText {
  const sentences = entriesOf(catalog.sentences);
  const everything = entriesOf({ ...catalog.values, ...catalog.sentences });

  function told(text: string, entries: Entries): string {
    // "It is {0}." also fits "It is late. Try again.": a value with the end of a sentence in it is the last resort.
    return known(text, entries) ?? sequence(text, true) ?? known(text, entries, true) ?? sequence(text) ?? text;
  }

  function known(text: string, { whole, patterns }: Entries, loose = false): string | null {
    const exact = whole.get(text);
    if (exact !== undefined) return exact;
    for (const { needle, matches, translation } of patterns) {
      if (!text.includes(needle)) continue;
      const found = matches.exec(text)?.slice(1);
      if (!found || (!loose && found.some((value) => SENTENCE_END.test(value)))) continue;
      return translation.replace(/\{(\d)\}/g, (_, index) => told(found[Number(index)] ?? '', everything));
    }
    return null;
  }

  /** Several sentences in one text: the longest stretches that are known, the rest as it is. Null where none is. */
  function sequence(text: string, completely = false): string | null {
    const parts = text.split(SENTENCE_END);
    if (parts.length < 2) return null;
    const said: string[] = [];
    let translated = false;
    for (let from = 0; from < parts.length; ) {
      const stretch = longestKnown(parts, from);
      if (!stretch && completely) return null;
      translated ||= stretch !== null;
      said.push(stretch?.text ?? parts[from] ?? '');
      from = stretch?.to ?? from + 1;
    }
    return translated ? said.join(' ') : null;
  }

  function longestKnown(parts: readonly string[], from: number): { text: string; to: number } | null {
    for (let to = parts.length; to > from; to -= 1) {
      const text = known(parts.slice(from, to).join(' '), sentences);
      if (text !== null) return { text, to };
    }
    return null;
  }

  return (text) => (text.length > LONGEST || !text.includes(' ') ? text : told(text, sentences));
}

/** Every text in plain data, translated; anything that is not plain data is left as it is. */
export function translateTexts<T>(data: T, translate: TranslateText): T {
  if (typeof data === 'string') return translate(data) as T;
  if (Array.isArray(data)) return data.map((item) => translateTexts(item, translate)) as T;
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, translateTexts(item, translate)])) as T;
}
