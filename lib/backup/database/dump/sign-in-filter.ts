import { type AppFailure, failure } from '../../kernel/app-error';

const LONGEST_MESSAGE = 65_536;
const AUTHENTICATION = 0x52; // R
const KEY_DATA = 0x4b; // K
const ERROR = 0x45; // E
const READY = 0x5a; // Z
const CLEAR_TEXT = 3;
const SASL = 10;

/** Takes SCRAM-SHA-256-PLUS out of the offered mechanisms. */
function withoutChannelBinding(message: Buffer): Buffer {
  const offered = message.toString('latin1', 9).split('\0');
  const kept = offered.filter((mechanism) => mechanism !== '' && mechanism !== 'SCRAM-SHA-256-PLUS');
  const body = Buffer.from(`${kept.join('\0')}\0\0`, 'latin1');
  const head = Buffer.from([AUTHENTICATION, 0, 0, 0, 0, 0, 0, 0, SASL]);
  head.writeUInt32BE(8 + body.length, 1);
  return Buffer.concat([head, body]);
}

/**
 * Reads along while libpq signs in, and passes everything on. Authentication stays libpq's own, but for two things:
 * - TLS ends in Node, so libpq takes the connection for a plain one and refuses a server that offers channel binding:
 *   that mechanism is taken out of the list;
 * - a server that asks for the bare password over a line that others can read is refused.
 * The key for a cancel request is kept.
 */
export class SignInFilter {
  /** Process id and key, as a cancel request repeats them; null before the server sent them. */
  cancelKey: Buffer | null = null;
  readonly #confidential: boolean;
  #pending = Buffer.alloc(0);
  #done = false;

  constructor(confidential: boolean) {
    this.#confidential = confidential;
  }

  /** What libpq may see of this chunk now; an AppFailure where the connection must not go on. */
  pass(chunk: Buffer): Buffer | AppFailure {
    if (this.#done) return chunk;
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const passed: Buffer[] = [];
    while (!this.#done && this.#pending.length >= 5) {
      const length = this.#pending.readUInt32BE(1) + 1;
      if (length > LONGEST_MESSAGE || length < 5)
        return this.#refuse('The server does not speak the PostgreSQL protocol.');
      if (this.#pending.length < length) break;
      const message = this.#read(this.#pending.subarray(0, length));
      if (!Buffer.isBuffer(message)) return message;
      passed.push(message);
      this.#pending = this.#pending.subarray(length);
    }
    if (this.#done) {
      passed.push(this.#pending);
      this.#pending = Buffer.alloc(0);
    }
    return Buffer.concat(passed);
  }

  #read(message: Buffer): Buffer | AppFailure {
    const type = message[0];
    if (type === READY || type === ERROR) this.#done = true;
    if (type === KEY_DATA) this.cancelKey = Buffer.from(message.subarray(5));
    if (type !== AUTHENTICATION || message.length < 9) return message;
    const method = message.readUInt32BE(5);
    if (method === CLEAR_TEXT && !this.#confidential) {
      return this.#refuse('The server asks for the password in clear text over a connection without encryption.');
    }
    return method === SASL ? withoutChannelBinding(message) : message;
  }

  #refuse(message: string): AppFailure {
    return failure('DATABASE_DOWN', message, {
      hint: 'Use scram-sha-256 in pg_hba.conf of the server, or encrypt the connection with sslmode=verify-full.',
      retryable: false,
      details: { reason: 'clear-text-password' },
    });
  }
}
