const QUERY = 0x51; // Q
const FROM = "array_to_string(a.attoptions, ', ') AS attoptions";
const TO =
  "array_to_string(ARRAY(SELECT o FROM pg_catalog.unnest(a.attoptions) o WHERE o NOT LIKE 'pg\\_attver=%'), ', ') AS attoptions";

/**
 * Reads what pg_dump sends, in whole messages, and rewrites one catalog query.
 *
 * Servers from the minor releases of November 2026 on stamp pg_attribute.attoptions with an internal `pg_attver=N`. A
 * pg_dump that is older prints it as ALTER TABLE … SET (pg_attver=N), which other servers refuse. So the option is left
 * out where the options are read: that holds for every output format.
 */
export class QueryRewriter {
  /** pg_dump locked tables, so it must also have read their columns. */
  lockedTables = false;
  /** The query that reads column options was seen and rewritten. */
  rewroteColumns = false;
  #pieces: Buffer[] = [];
  #started = false;

  /** Whole messages that can be sent on now. libpq cuts long ones into pieces of 8 KiB. */
  push(piece: Buffer): Buffer[] {
    this.#pieces.push(piece);
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    const messages: Buffer[] = [];
    let offset = 0;
    for (;;) {
      const left = bytes.length - offset;
      if (left < (this.#started ? 5 : 4)) break;
      // The first message, the startup packet, has no type byte.
      const length = this.#started ? bytes.readUInt32BE(offset + 1) + 1 : bytes.readUInt32BE(offset);
      if (left < length) break;
      const message = bytes.subarray(offset, offset + length);
      messages.push(this.#started ? this.#rewrite(message) : message);
      this.#started = true;
      offset += length;
    }
    this.#pieces = offset === bytes.length ? [] : [bytes.subarray(offset)];
    return messages;
  }

  #rewrite(message: Buffer): Buffer {
    if (message[0] !== QUERY) return message;
    if (message.indexOf('LOCK TABLE', 5, 'latin1') === 5) this.lockedTables = true;
    const at = message.indexOf(FROM, 5, 'latin1');
    if (at < 0) return message;
    this.rewroteColumns = true;
    const rewritten = Buffer.concat([
      message.subarray(0, at),
      Buffer.from(TO, 'latin1'),
      message.subarray(at + FROM.length),
    ]);
    rewritten.writeUInt32BE(rewritten.length - 1, 1);
    return rewritten;
  }
}
