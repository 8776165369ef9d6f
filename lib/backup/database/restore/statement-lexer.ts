const NEWLINE = 10;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const QUOTE = 39;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const DASH = 45;
const SLASH = 47;
const SEMICOLON = 59;
const BACKSLASH = 92;

const isDigit = (byte: number) => byte >= 48 && byte <= 57;
const isWordStart = (byte: number) =>
  (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 95 || byte >= 128;

/** Longer than any word that matters here. */
const WORD_LIMIT = 12;

type State = (byte: number) => void;

/**
 * Finds the semicolon that ends one SQL statement, byte by byte and without looking ahead, so chunks may be cut anywhere.
 * Knows what the server's own lexer knows: quotes, E'' escapes, dollar quotes, nested comments, parentheses (rules) and
 * BEGIN ATOMIC bodies. Assumes standard_conforming_strings and an encoding whose multi-byte characters hold no ASCII.
 */
export class StatementLexer {
  #state: State = (byte) => this.#plain(byte);
  #plainState = this.#state;
  #word = '';
  #words: string[] = [];
  #parentheses = 0;
  #blocks = 0;
  #comments = 0;
  #escapes = false;
  #tag = '';
  #matched = 0;
  #ended = false;
  /** A backslash outside quotes: no SQL, but a psql meta-command. */
  metaCommand = false;

  /** Goes on at `from`; the offset behind the end of the statement, or -1 where the view ends first. */
  scan(view: Uint8Array, from: number): number {
    for (let at = from; at < view.length; at += 1) {
      this.#state(view[at] ?? 0);
      if (this.#ended) return at + 1;
    }
    return -1;
  }

  #plain(byte: number): void {
    const inWord = this.#word !== '';
    if (isWordStart(byte) || isDigit(byte) || (inWord && byte === DOLLAR)) {
      if (this.#word.length < WORD_LIMIT) this.#word += String.fromCharCode(byte);
      return;
    }
    this.#escapes = inWord && this.#word.toLowerCase() === 'e';
    if (inWord) this.#endWord();
    if (byte === SEMICOLON) this.#ended = this.#parentheses === 0 && this.#blocks === 0;
    else if (byte === QUOTE) this.#state = this.#quoted;
    else if (byte === DOUBLE_QUOTE) this.#state = this.#identifier;
    else if (byte === DASH) this.#state = this.#dash;
    else if (byte === SLASH) this.#state = this.#slash;
    else if (byte === DOLLAR) [this.#tag, this.#state] = ['$', this.#dollarTag];
    else if (byte === OPEN) this.#parentheses += 1;
    else if (byte === CLOSE) this.#parentheses = Math.max(0, this.#parentheses - 1);
    else if (byte === BACKSLASH) this.#ended = this.metaCommand = true;
  }

  #endWord(): void {
    const word = this.#word.toLowerCase();
    this.#word = '';
    if (this.#words.length < 4) this.#words.push(word);
    if (this.#parentheses > 0 || !/^create (or replace )?(function|procedure)/.test(this.#words.join(' '))) return;
    if (word === 'begin' || (word === 'case' && this.#blocks > 0)) this.#blocks += 1;
    else if (word === 'end' && this.#blocks > 0) this.#blocks -= 1;
  }

  #again(byte: number): void {
    this.#state = this.#plainState;
    this.#plain(byte);
  }

  // A doubled quote ends the literal and begins it again, which comes to the same.
  #quoted: State = (byte) => {
    if (byte === QUOTE) this.#state = this.#quoteEnd;
    else if (byte === BACKSLASH && this.#escapes) this.#state = this.#escaped;
  };
  #escaped: State = () => {
    this.#state = this.#quoted;
  };
  #quoteEnd: State = (byte) => {
    if (byte === QUOTE) this.#state = this.#quoted;
    else this.#again(byte);
  };
  #identifier: State = (byte) => {
    if (byte === DOUBLE_QUOTE) this.#state = this.#plainState;
  };
  #dash: State = (byte) => {
    if (byte === DASH) this.#state = this.#lineComment;
    else this.#again(byte);
  };
  #lineComment: State = (byte) => {
    if (byte === NEWLINE) this.#state = this.#plainState;
  };
  #slash: State = (byte) => {
    if (byte === STAR) [this.#comments, this.#state] = [1, this.#blockComment];
    else this.#again(byte);
  };
  #blockComment: State = (byte) => {
    if (byte === STAR) this.#state = this.#blockStar;
    else if (byte === SLASH) this.#state = this.#blockSlash;
  };
  #blockStar: State = (byte) => {
    if (byte === STAR) return;
    if (byte === SLASH) this.#comments -= 1;
    this.#state = this.#comments === 0 ? this.#plainState : this.#blockComment;
  };
  #blockSlash: State = (byte) => {
    if (byte === SLASH) return;
    if (byte === STAR) this.#comments += 1;
    this.#state = this.#blockComment;
  };
  #dollarTag: State = (byte) => {
    if (byte === DOLLAR) {
      this.#tag += '$';
      [this.#matched, this.#state] = [0, this.#dollarBody];
    } else if (isWordStart(byte) || (isDigit(byte) && this.#tag !== '$')) this.#tag += String.fromCharCode(byte);
    else this.#again(byte);
  };
  // The tag holds no dollar sign inside, so a failed match can only begin again at this very byte.
  #dollarBody: State = (byte) => {
    if (byte === this.#tag.charCodeAt(this.#matched)) this.#matched += 1;
    else this.#matched = byte === DOLLAR ? 1 : 0;
    if (this.#matched === this.#tag.length) this.#state = this.#plainState;
  };
}
