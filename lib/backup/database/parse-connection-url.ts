import { userInfo } from 'node:os';
import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import type { ConnectionTarget } from './connection-target';
import { decodeLeniently, splitConnectionUrl } from './split-connection-url';
import { tlsSettings } from './tls-settings';

const HINT = 'Set DATABASE_URL to postgres://user:password@host:5432/database.';

const invalid = (message: string, hint = HINT) => err(appError('INVALID_INPUT', message, { hint }));

function readPort(text: string): number | null {
  if (text === '') return 5432;
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : null;
}

/**
 * Reads a connection URL once, for the driver and for both dump engines, so that all three mean the same server.
 *
 * Accepts more than libpq and WHATWG do: a password may hold raw or encoded `% @ / # ?`, spaces and quotes.
 * Parameters `host`, `port`, `user`, `password`, `dbname` win over the parts before the question mark, as in libpq.
 * No answer ever repeats the URL or a part of it that could be a secret.
 */
export function parseConnectionUrl(url: string): Result<ConnectionTarget> {
  const text = url.trim().replace(/^(["'])(.*)\1$/s, '$2');
  if (text === '') return invalid('The address of the database is empty.');
  if (text.includes('\0')) return invalid('The address of the database holds a NUL character.');
  const scheme = /^postgres(?:ql)?:\/\//i.exec(text);
  if (!scheme) return invalid('The address of the database does not begin with postgres://.');
  const parts = splitConnectionUrl(text.slice(scheme[0].length));
  if (!parts) return invalid('The address of the database cannot be read: its parts are not in the expected order.');

  const parameter = (name: string): string | undefined => parts.parameters.get(name);
  const host = parameter('host') || decodeLeniently(parts.host) || 'localhost';
  if (host.includes(',') || parts.port.includes(',')) {
    return invalid(
      'The address of the database names several hosts. A backup reads from exactly one.',
      'Name the primary server alone in DATABASE_URL.',
    );
  }
  const port = readPort(parameter('port') ?? parts.port);
  if (port === null) return invalid('The port in the address of the database is not a number from 1 to 65535.');
  const tls = tlsSettings(parts.parameters, host);
  if (!tls.ok) return tls;

  const user = parameter('user') || decodeLeniently(parts.user) || userInfo().username;
  return ok({
    host,
    port,
    user,
    password: parameter('password') ?? decodeLeniently(parts.password),
    database: parameter('dbname') || decodeLeniently(parts.database) || user,
    ...tls.value,
  });
}

/** "user@host:port/database": for pages, messages and logs. Holds no password. */
export function describeTarget(target: ConnectionTarget): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return `${target.user}@${host}:${target.port}/${target.database}`;
}
