import { type AppErrorCode, type AppFailure, failure } from '../../kernel/app-error';

interface Reading {
  pattern: RegExp;
  code: AppErrorCode;
  reason: string;
  message: string;
  hint: string;
  retryable?: boolean;
}

/** In the order in which they are looked for: the cause before its consequences. */
const READINGS: Reading[] = [
  {
    pattern: /password authentication failed|no password supplied|fe_sendauth|SASL|clear-text password/i,
    code: 'DATABASE_DOWN',
    reason: 'password',
    message: 'The database refused the sign-in of pg_dump.',
    hint: 'Check user and password in DATABASE_URL.',
    retryable: false,
  },
  {
    pattern: /no pg_hba\.conf entry/,
    code: 'DATABASE_DOWN',
    reason: 'not-admitted',
    message: 'The database does not admit this user from this machine.',
    hint: 'Check pg_hba.conf of the server, or whether it insists on TLS (sslmode=require).',
    retryable: false,
  },
  {
    pattern: /server version mismatch/,
    code: 'UNSUPPORTED',
    reason: 'version',
    message: 'This pg_dump is older than the database server.',
    hint: 'Install the PostgreSQL client tools of the major version of the server, or set PG_BIN_DIR to their folder.',
  },
  {
    pattern: /no matching (tables|schemas) were found/,
    code: 'INVALID_INPUT',
    reason: 'no-match',
    message: 'A named table does not exist.',
    hint: 'Upper and lower case count in table names.',
  },
  {
    // pg_dump bounds its waiting for locks by statement_timeout, and switches that off for everything else.
    pattern: /(lock|statement) timeout|could not obtain lock/,
    code: 'BUSY',
    reason: 'lock',
    message: 'A table stayed locked by another session, probably a migration.',
    hint: 'Try again when the migration has ended.',
  },
  {
    pattern: /row-level security policy/,
    code: 'FORBIDDEN',
    reason: 'row-security',
    message: 'Row security would hide rows from the role of DATABASE_URL.',
    hint: 'Give the role BYPASSRLS, or back up as the owner of the tables.',
  },
  {
    pattern: /permission denied/,
    code: 'FORBIDDEN',
    reason: 'privilege',
    message: 'The role of DATABASE_URL may not read everything that the backup holds.',
    hint: 'Let the owner of the database grant it, for example: GRANT pg_read_all_data TO the role.',
  },
  {
    pattern: /invalid memory alloc|out of memory|string buffer exceeds|enlarge string buffer/,
    code: 'UNSUPPORTED',
    reason: 'memory',
    message: 'A row is too large to be dumped in the memory there is.',
    hint: 'The log names the table. Store such values as files, or give the process more memory.',
  },
  {
    pattern: /invalid byte sequence|no equivalent in encoding/,
    code: 'UNSUPPORTED',
    reason: 'encoding',
    message: 'The database holds text that is not valid in its encoding.',
    hint: 'The log names the table. Repair that text, then make the backup again.',
  },
  {
    pattern:
      /terminating connection|closed the connection|connection to server|could not connect|shutting down|starting up|Connection refused|could not receive data|could not send data|connection not open|no connection to the server|lost synchronization/i,
    code: 'DATABASE_DOWN',
    reason: 'connection-lost',
    message: 'The connection of pg_dump to the database broke off.',
    hint: 'The server was restarted, closed the connection or cannot be reached. Try again.',
  },
  {
    pattern: /invalid snapshot identifier|snapshot ".*" does not exist|could not import the requested snapshot/,
    code: 'DATABASE_DOWN',
    reason: 'snapshot',
    message: 'The snapshot of this backup ended before pg_dump could join it.',
    hint: 'Try again.',
  },
  {
    pattern: /does not exist|cache lookup failed|could not open relation|schema with OID/,
    code: 'BUSY',
    reason: 'changed',
    message: 'A table was removed or changed while the dump began.',
    hint: 'A migration is under way. Try again when it has ended.',
  },
];

/** The failure behind pg_dump's last words, which stay in `cause` for the log. `words` are redacted already. */
export function dumpFailure(words: string, ending: string): AppFailure {
  const cause = new Error(`pg_dump ${ending}\n${words}`);
  // Progress lines hold names of tables, which could read like anything.
  const errors = words
    .split('\n')
    .filter((line) => !/^pg_dump: (dumping|reading|finding|saving|processing|creating|flagging)/.test(line))
    .join('\n');
  const reading = READINGS.find(({ pattern }) => pattern.test(errors));
  if (reading) {
    const { code, reason, message, hint, retryable } = reading;
    return failure(code, message, {
      hint,
      ...(retryable === undefined ? {} : { retryable }),
      details: { reason },
      cause,
    });
  }
  return failure('INTERNAL', 'pg_dump stopped before the end of the dump.', {
    hint: 'The log holds its last words under the reference of this error.',
    details: { reason: 'unexpected' },
    cause,
  });
}
