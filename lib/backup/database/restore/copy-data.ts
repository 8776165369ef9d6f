import type { ByteWindow } from './byte-window';
import { cutShort } from './dump-damage';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const DOT = 46;
const BACKSLASH = 92;
/** Length of the line `\.` at the start of the view, 0 where another line stands there, null where more is needed. */
function endMarker(view: Buffer): number | null {
  if (view.length === 0) return null;
  if (view[0] !== BACKSLASH) return 0;
  if (view.length === 1) return null;
  if (view[1] !== DOT) return 0;
  if (view.length === 2) return null;
  if (view[2] === NEWLINE) return 3;
  if (view[2] !== CARRIAGE_RETURN) return 0;
  if (view.length === 3) return null;
  return view[3] === NEWLINE ? 4 : 0;
}

/** A backslash that begins the last line may be the begin of a marker. Nothing more is kept: a chunk without rest is never copied. */
const heldBack = (view: Buffer): number =>
  view.length > 1 && view[view.length - 1] === BACKSLASH && view[view.length - 2] === NEWLINE ? 1 : 0;

/** The rows of one COPY block, from the line behind the statement to the line `\.`, in chunks as they come. */
export class CopyData implements AsyncIterable<Uint8Array> {
  #window: ByteWindow;
  #lineStart = true;
  #ended = false;

  constructor(window: ByteWindow) {
    this.#window = window;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.#read(); chunk; chunk = await this.#read()) yield chunk;
  }

  /** Reads what nobody has read: rows must never be taken for statements. */
  async skipRest(): Promise<void> {
    while (await this.#read());
  }

  /** The next rows, null at the end. Throws CORRUPT where the dump ends before the block does. */
  async #read(): Promise<Buffer | null> {
    while (!this.#ended) {
      const { view } = this.#window;
      const marker = this.#lineStart ? endMarker(view) : 0;
      if (marker) {
        this.#window.consume(marker);
        this.#ended = true;
      } else if (marker === 0) {
        const found = view.indexOf('\n\\.', 0, 'latin1');
        const length = found < 0 ? view.length - heldBack(view) : found + 1;
        if (length > 0) return this.#take(view.subarray(0, length));
        if (!(await this.#window.more())) throw cutShort();
      } else if (!(await this.#window.more())) throw cutShort();
    }
    return null;
  }

  #take(rows: Buffer): Buffer {
    this.#window.consume(rows.length);
    this.#lineStart = rows[rows.length - 1] === NEWLINE;
    return rows;
  }
}
