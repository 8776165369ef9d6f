import { type Entries, entriesOf, type Texts } from './text-patterns';

export interface TextCatalog {
  readonly sentences: Texts;
  /** What only stands inside a sentence, such as "{0} files" or "a view": by itself it could be anybody's words. */
  readonly values: Texts;
  /** Single words as values, by the sentence that they stand in: elsewhere they are names of tables and the like. */
  readonly words: Readonly<Record<string, Texts>>;
  /** What this software notes beside a backup. People write notes too, so nothing else in one is touched. */
  readonly notes: Texts;
}

export interface Translator {
  sentence(text: string): string;
  note(text: string): string;
}

const SENTENCE_END = /(?<=[.!?…:;]["”]?) (?=[A-Z“"]|pg_)/;
/** Beyond these a text is none of ours, and looking for parts of it would take long. */
const LONGEST = 2_000;
const MOST_SENTENCES = 20;
const LONGEST_STRETCH = 5;

/**
 * Sentences of the domain in another language, in the way of gettext: the English sentence is its own name. So texts
 * that were stored long ago, with a run or an event, are translated too. What no catalog knows stays English.
 */
export function createTranslator(catalog: TextCatalog): Translator {
  const sentences = entriesOf(catalog.sentences);
  const everything = entriesOf({ ...catalog.values, ...catalog.sentences });
  const notes = entriesOf(catalog.notes);

  function told(text: string, entries: Entries): string {
    const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
    // "It is {0}." also fits "It is late. Try again.": a value with the end of a sentence in it is the last resort.
    const translated =
      known(core, entries) ?? sequence(core, true) ?? known(core, entries, true) ?? sequence(core) ?? core;
    return before + translated + after;
  }

  function known(text: string, { whole, patterns }: Entries, loose = false): string | null {
    const exact = whole.get(text);
    if (exact !== undefined) return exact;
    for (const pattern of patterns) {
      if (!text.includes(pattern.needle)) continue;
      const found = pattern.matches.exec(text)?.slice(1);
      if (!found || (!loose && found.some((value) => SENTENCE_END.test(value)))) continue;
      const words = catalog.words[pattern.text];
      const values = found.map((value, index) =>
        pattern.verbatim[index] ? value : (words?.[value] ?? (value.includes(' ') ? told(value, everything) : value)),
      );
      return pattern.translation.replace(/\{(\d)\}/g, (_, index) => values[Number(index)] ?? '');
    }
    return null;
  }

  /** Several sentences in one text: the longest stretches that are known, the rest as it is. Null where none is. */
  function sequence(text: string, completely = false): string | null {
    const parts = text.split(SENTENCE_END);
    if (parts.length < 2 || parts.length > MOST_SENTENCES) return null;
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
    for (let to = Math.min(parts.length, from + LONGEST_STRETCH); to > from; to -= 1) {
      const text = known(parts.slice(from, to).join(' '), sentences);
      if (text !== null) return { text, to };
    }
    return null;
  }

  const ours = (text: string) => text.length <= LONGEST && text.includes(' ');
  return {
    sentence: (text) => (ours(text) ? told(text, sentences) : text),
    note: (text) => (ours(text) ? (known(text, notes) ?? text) : text),
  };
}
