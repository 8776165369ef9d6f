import { AppFailure, failure } from './app-error';

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  // SQLSTATE: read-only after a fail-over, too many connections, shutting down, crashed, starting up.
  '25006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

/** An answer that stays the same until an admin changes a setting. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'The database refused the sign-in: the user name or the password is wrong.',
  '28000': 'The database does not admit this user from this machine.',
  '3D000': 'The server has no database of this name.',
};

/** The SQLSTATE or driver code of an error, or of the first of its causes that has one. */
export function driverCode(thrown: unknown): string | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth += 1) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return null;
}

/** True where the database cannot be reached now, and the same statement may succeed later. */
function isDatabaseOutage(thrown: unknown): boolean {
  const code = driverCode(thrown);
  return code !== null && (CONNECTION_CODES.has(code) || /^(08|28)...$/.test(code));
}

/** Runs statements; an outage becomes DATABASE_DOWN, a missing privilege FORBIDDEN, a lock timeout BUSY. */
export async function askDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw databaseFailure(thrown) ?? thrown;
  }
}

function databaseFailure(cause: unknown): AppFailure | null {
  if (cause instanceof AppFailure) return null;
  const refusal = REFUSALS[driverCode(cause) ?? ''];
  if (refusal) {
    const hint = 'Check user, password and database name in DATABASE_URL.';
    return failure('DATABASE_DOWN', refusal, { hint, retryable: false, cause });
  }
  if (isDatabaseOutage(cause)) {
    return failure('DATABASE_DOWN', 'The database does not answer.', {
      hint: 'Check that PostgreSQL runs and that DATABASE_URL is right, then try again.',
      cause,
    });
  }
  if (driverCode(cause) === '42501') {
    return failure('FORBIDDEN', 'The database user of this site lacks a privilege that is needed here.', {
      hint: 'Let the owner of the database grant it; the log names the object.',
      cause,
    });
  }
  if (driverCode(cause) === '53100' || driverCode(cause) === '53200') {
    return failure('DATABASE_DOWN', 'The database server ran out of disk space or memory.', {
      hint: 'Free some on the server, then try again.',
      cause,
    });
  }
  if (driverCode(cause) === '55P03') {
    return failure('BUSY', 'Another session holds a lock that is needed here.', {
      hint: 'Try again in a minute.',
      cause,
    });
  }
  return null;
}
