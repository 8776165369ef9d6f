/** From English as the code says it, `{0}`, `{1}` … for its values, to another language. */
export type Texts = Readonly<Record<string, string>>;

export interface Pattern {
  /** The English text, by which its own words are found. */
  text: string;
  /** Its longest piece between two values: a text without it cannot match. */
  needle: string;
  matches: RegExp;
  /** Of each value whether it is somebody's own word: a name in quotation marks, or what is to be typed. */
  verbatim: readonly boolean[];
  /** Characters that are not of values. */
  literal: number;
  translation: string;
}

const VALUE = /\{\d\}/;
const ANYTHING = '([\\s\\S]*?)';
/** "a, b and c": a title may have an "and" too, so only lists of identifiers and of quoted names are taken. */
const CONNECTING = /^(?:\{0\} )?and \{\d\}(?: more)?$/;
const NAME = '(?:"[^"]+"|“[^”]+”|[a-z\\d_][\\w.-]*)';
const NAMES = `(${NAME}(?:, ${NAME})*)`;
/** "{0} files". */
const COUNT = /^\{0\} [a-z ]+$/;
const NUMBER = '([\\d,.]+)';
/** A value that the translation leaves out is a piece of English grammar, and may be nothing else. */
const GRAMMAR = '(is|are|was|were|has|have|The schedule is|Metrics are)';

const escaped = (piece: string) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function valuePattern(text: string, translation: string, index: number): string {
  if (!translation.includes(`{${index}}`)) return GRAMMAR;
  if (COUNT.test(text)) return NUMBER;
  return CONNECTING.test(text) ? NAMES : ANYTHING;
}

function patternOf([text, translation]: [string, string]): Pattern {
  const pieces = text.split(VALUE);
  const whole = pieces.map((piece, index) =>
    index === 0 ? escaped(piece) : valuePattern(text, translation, index - 1) + escaped(piece),
  );
  return {
    text,
    needle: pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), ''),
    matches: new RegExp(`^${whole.join('')}$`),
    verbatim: pieces.slice(0, -1).map((piece) => /[“"'«]$/.test(piece) || /^Type\b.*: $/.test(piece)),
    literal: pieces.join('').length,
    translation,
  };
}

export interface Entries {
  whole: ReadonlyMap<string, string>;
  patterns: readonly Pattern[];
}

export function entriesOf(texts: Texts): Entries {
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
