const LONGEST = 16_000;
const MOST_LINES = 400;
/** Marks in one paragraph: a parser compares each with all before it. */
const MOST_MARKS = 200;
/** Quotes and lists in one another: each is parsed once more for each around it. */
const DEEP = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])(?=[ \t>])){7}|^[ \t]{33}/m;

/**
 * Whether a text can be rendered in a moment. Files are written by others, and a few thousand characters can be made to
 * keep a parser of Markdown busy for a minute, or to exhaust its stack: those are shown as text only.
 */
export function canRender(markdown: string): boolean {
  if (markdown.length > LONGEST || DEEP.test(markdown)) return false;
  if (markdown.split('\n').length > MOST_LINES) return false;
  return markdown.split(/\n[ \t]*\n/).every((block) => (block.match(/[*_[\]<`&!]/g) ?? []).length <= MOST_MARKS);
}
