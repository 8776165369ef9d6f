import { inspect } from 'node:util';
import { redact } from './redact';

type Facts = Record<string, unknown>;
type Level = 'info' | 'warn' | 'error';

const SECRET_NAME = /pass(word|wd)?$|secret|token|authorization|cookie|credential|api_?key/i;
const DEPTH = 5;

/** Drizzle writes the values of a failed query into its message: e-mail addresses, hashes. */
const tell = (text: string) => redact(text.replace(/\nparams: [\s\S]*?(?=\n\s+at |$)/g, ''));

/**
 * Only what describes an error goes on: driver errors also carry the query and its parameters, and those may be
 * password hashes or whole rows.
 */
function describeError(error: Error, depth: number): Facts {
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
  return {
    name: error.name,
    message: tell(error.message),
    ...(code === null ? {} : { code }),
    ...(error.stack ? { stack: tell(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: clean(error.cause, depth + 1) }),
  };
}

function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return value;
  if (depth > DEPTH) return '[deeper]';
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  if (typeof value === 'object' && !ArrayBuffer.isView(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        SECRET_NAME.test(key) && member !== null ? '[redacted]' : clean(member, depth + 1),
      ]),
    );
  }
  return redact(inspect(value, { depth: 1, maxStringLength: 200, maxArrayLength: 20 }));
}

/** One line of JSON without secrets, ready for a log collector. */
export function logLine(level: Level, message: string, facts: Facts = {}, at = new Date()): string {
  const cleaned = clean(facts);
  return JSON.stringify({
    ...(typeof cleaned === 'object' ? cleaned : {}),
    time: at.toISOString(),
    level,
    message: redact(message),
  });
}

const write = (level: Level) => (message: string, facts?: Facts) => {
  process.stderr.write(`${logLine(level, message, facts)}\n`);
};

/** Writes to stderr only: stdout belongs to what a command answers. */
export const logger = { info: write('info'), warn: write('warn'), error: write('error') };
