import { DrizzleQueryError } from 'drizzle-orm';

const SENTENCES: Record<string, string> = {
  '28P01': 'The database refused the password in DATABASE_URL.',
  '28000': 'The database refused the user in DATABASE_URL.',
  '3D000': 'The database named in DATABASE_URL does not exist on this server.',
  '42P01': 'A table that is needed is missing.',
  '42501': 'The database user lacks a right that is needed.',
  '53300': 'The database server has no connection left.',
  '55P03': 'Another session holds a lock that is needed here.',
  '57P03': 'The database server is starting up or shutting down.',
  CONNECT_TIMEOUT: 'The database server did not answer in time.',
  CONNECTION_CLOSED: 'The database server closed the connection.',
  ECONNREFUSED: 'No database server answers at the address in DATABASE_URL.',
  ENOTFOUND: 'The host name in DATABASE_URL is unknown.',
};

/**
 * What happened, in sentences that are safe to show: our own, from the outermost to the cause. Driver text may quote
 * rows and addresses, so of an error of the database only its code is told.
 */
export function explainFailure(error: unknown): string {
  const sentences: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
    if (code) sentences.push(SENTENCES[code] ?? `The database reported an error (code ${code}).`);
    else if (!(cause instanceof DrizzleQueryError)) sentences.push(cause.message);
    if (code) break;
  }
  return sentences.join(' ') || 'The reason is unknown.';
}
