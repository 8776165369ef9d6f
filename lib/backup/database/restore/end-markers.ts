import { cutShort, foreignContent } from './dump-damage';

const COMPLETE = '-- PostgreSQL database dump complete';
const RESTRICTION = /^\\(restrict|unrestrict) ([A-Za-z0-9]+)$/;

/**
 * Watches what stands between the statements of a dump. A dump is whole only where the last thing is pg_dump's closing
 * comment, followed by the \unrestrict that matches its \restrict. Every other psql command is refused, never run.
 */
export class EndMarkers {
  #key: string | null = null;
  #released = false;
  #complete = false;

  comment(line: string): void {
    if (line === COMPLETE) this.#complete = true;
  }

  statement(): void {
    if (this.#released) throw foreignContent('statements after its end');
    this.#complete = false;
  }

  /** `whole` is false for a line that the source ended within. */
  metaCommand(line: string, whole: boolean): void {
    const [, command, key] = RESTRICTION.exec(line) ?? [];
    if (command === 'restrict' && key && this.#key === null) this.#key = key;
    else if (command === 'unrestrict' && key === this.#key && !this.#released) this.#released = true;
    else throw whole ? foreignContent('a psql command') : cutShort();
  }

  /** Throws CORRUPT where the source ended before the dump did. */
  check(): void {
    if (!this.#complete || (this.#key !== null && !this.#released)) throw cutShort();
  }
}
