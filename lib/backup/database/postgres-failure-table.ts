import type { AppErrorCode } from '../kernel/app-error';

export interface FailureRow {
  code: AppErrorCode;
  /** For programs, in `details.reason`. */
  reason: string;
  message: string;
  hint: string;
  retryable?: boolean;
}

const UNREACHABLE: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'unreachable',
  message: 'The database server cannot be reached.',
  hint: 'Check that PostgreSQL runs and that host and port in DATABASE_URL are right.',
};
const CONNECTION_LOST: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'connection-lost',
  message: 'The connection to the database broke off.',
  hint: 'The server was restarted or closed the connection. Try again.',
};
const STARTING: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'starting',
  message: 'The database server is starting or shutting down.',
  hint: 'Try again in a minute.',
};
const WRONG_PASSWORD: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'password',
  message: 'The database refused the sign-in: the user name or the password is wrong.',
  hint: 'Check user and password in DATABASE_URL.',
  retryable: false,
};
const NOT_ADMITTED: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'not-admitted',
  message: 'The database does not admit this user from this machine.',
  hint: 'Check pg_hba.conf of the server, or whether it insists on TLS (sslmode=require).',
  retryable: false,
};
const ABSENT: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'absent',
  message: 'The server has no database of this name.',
  hint: 'Check the name after the last slash in DATABASE_URL.',
  retryable: false,
};
const NO_TLS: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'tls-refused',
  message: 'The database server does not offer an encrypted connection.',
  hint: 'Switch ssl on at the server, or set sslmode=disable where the network is trusted.',
  retryable: false,
};
const BAD_CERTIFICATE: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'certificate',
  message: 'The certificate of the database server is not trusted.',
  hint: 'Name its authority with sslrootcert=/path/ca.crt in DATABASE_URL, or encrypt without the check: sslmode=require.',
  retryable: false,
};
const FULL: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'too-many-connections',
  message: 'The database has no connection left.',
  hint: 'Try again when the site is quieter, or lower DB_POOL_SIZE.',
};
const LOCKED: FailureRow = {
  code: 'BUSY',
  reason: 'lock',
  message: 'A table is locked by another session, probably a migration.',
  hint: 'Try again when the migration has ended.',
};
const FORBIDDEN: FailureRow = {
  code: 'FORBIDDEN',
  reason: 'privilege',
  message: 'The role of DATABASE_URL lacks a privilege in the database.',
  hint: 'Let the owner of the database grant it, for example: GRANT pg_read_all_data TO the role.',
};
const STOPPED: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'query-stopped',
  message: 'The database server stopped a query before its end.',
  hint: 'Try again. If it happens each time, look for statement_timeout on the role or the server.',
};
const NO_SPACE: FailureRow = {
  code: 'DATABASE_DOWN',
  reason: 'resources',
  message: 'The database server ran out of disk space or memory.',
  hint: 'Free some on the server, then try again.',
};
const GONE: FailureRow = {
  code: 'BUSY',
  reason: 'changed',
  message: 'A table or another object was removed meanwhile.',
  hint: 'A migration is under way: try again when it has ended.',
};

const TABLE: Record<string, FailureRow> = {
  ENOTFOUND: { ...UNREACHABLE, message: 'The host of the database is not known by name.' },
  '28P01': WRONG_PASSWORD,
  28000: NOT_ADMITTED,
  '3D000': ABSENT,
  '57P03': STARTING,
  '57P01': CONNECTION_LOST,
  '57P02': CONNECTION_LOST,
  57014: STOPPED,
  25006: { ...STOPPED, reason: 'read-only', message: 'The database is read-only here.', retryable: false },
  53300: FULL,
  53100: NO_SPACE,
  53200: NO_SPACE,
  '55P03': LOCKED,
  42501: FORBIDDEN,
  '42P01': GONE,
  '3F000': GONE,
};
const NETWORK = /^E(CONNREFUSED|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH|HOSTDOWN|NOENT|ACCES|ADDRNOTAVAIL)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|^ERR_TLS/;
/** The driver's own sentences, which carry no code. */
const SENTENCES: [RegExp, FailureRow][] = [
  [/does not support SSL|SSL negotiation|server does not offer TLS/i, NO_TLS],
  [/client password must be|SASL|password/i, WRONG_PASSWORD],
  [/timeout expired|due to connection timeout|timed out/i, UNREACHABLE],
  [/terminated|not queryable|connection error|Client was closed/i, CONNECTION_LOST],
];

/** By SQLSTATE or Node.js error code; by the driver's sentence only where there is no code. */
export function findFailureRow(code: string, text: string): FailureRow | undefined {
  const known = TABLE[code];
  if (known) return known;
  if (NETWORK.test(code)) return UNREACHABLE;
  if (/^(ECONNRESET|EPIPE|ECONNABORTED)$/.test(code) || code.startsWith('08')) return CONNECTION_LOST;
  if (CERTIFICATE.test(code)) return BAD_CERTIFICATE;
  if (/^(ERR_SSL|EPROTO)/.test(code)) return NO_TLS;
  return code === '' ? SENTENCES.find(([pattern]) => pattern.test(text))?.[1] : undefined;
}
