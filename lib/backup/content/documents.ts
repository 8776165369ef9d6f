import { isUtf8 } from 'node:buffer';
import { parseDocument } from 'yaml';
import type { FieldValue } from '../policy/field-changes';

const YAML_FILE = /\.(?:ya?ml|json)$/i;
const FRONT_MATTER_FILE = /\.(?:mdx?|markdown)$/i;
const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\r?\n|$)/;
const LONGEST_MARKDOWN = 64 * 1024;
const MOST_ALIASES = 100;
const DEEPEST = 64;

export const mayHaveFields = (path: string): boolean => YAML_FILE.test(path) || FRONT_MATTER_FILE.test(path);

/**
 * The fields of a YAML or JSON file, or of the front matter of a Markdown file. Null where there are none: another kind
 * of file, not UTF-8, not parsing, nested deeper than 64, or made to grow without end by aliases.
 */
export function readFields(path: string, bytes: Buffer): FieldValue | null {
  if (!mayHaveFields(path) || !isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  const source = YAML_FILE.test(path) ? text : FRONT_MATTER.exec(text)?.[1];
  if (source === undefined) return null;
  try {
    const document = parseDocument(source, { intAsBigInt: true, logLevel: 'silent', prettyErrors: false });
    if (document.errors.length > 0) return null;
    const value = document.toJS({ mapAsMap: true, maxAliasCount: MOST_ALIASES });
    return value === null || value === undefined ? null : plain(value, 0);
  } catch {
    // The parser throws for aliases without end, for unknown ones, and where nesting exhausts the stack.
    return null;
  }
}

/** The text of a Markdown file after its front matter, which stays where it could not be read. Null for other files, and long ones. */
export function markdownBody(path: string, text: string, hasFields: boolean): string | null {
  if (!FRONT_MATTER_FILE.test(path) || text.length > LONGEST_MARKDOWN) return null;
  return hasFields ? text.replace(FRONT_MATTER, '') : text;
}

/** Throws RangeError where it is nested too deep. */
function plain(value: unknown, depth: number): FieldValue {
  if (depth > DEEPEST) throw new RangeError('Nested too deep.');
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((element) => plain(element, depth + 1));
  if (value instanceof Map) {
    return new Map([...value].map(([key, element]) => [String(key), plain(element, depth + 1)]));
  }
  if (value instanceof Set) return [...value].map((element) => plain(element, depth + 1));
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return value;
  return String(value);
}
