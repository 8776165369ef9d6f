import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { appError } from '../kernel/app-error';
import { err, ok, type Result } from '../kernel/result';
import type { ConnectionTarget } from './connection-target';

type TlsSettings = Pick<ConnectionTarget, 'sslMode' | 'ssl'>;
type Mode = ConnectionTarget['sslMode'];

const MODES: Record<string, Mode> = {
  disable: 'disable',
  false: 'disable',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'no-verify': 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
  true: 'verify-full',
  1: 'verify-full',
};

const isLocal = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function readCertificate(path: string | undefined): Result<Buffer | undefined> {
  if (!path) return ok(undefined);
  try {
    return ok(readFileSync(/*turbopackIgnore: true*/ path));
  } catch {
    return err(
      appError('INVALID_INPUT', 'A certificate file that the address of the database names cannot be read.', {
        hint: 'Check sslrootcert, sslcert and sslkey in DATABASE_URL, and that the app may read these files.',
      }),
    );
  }
}

/**
 * What the address says about encryption, as libpq means it:
 * - nothing said: none on this machine, elsewhere `prefer` (encrypt where the server can, check no certificate).
 *   SCRAM keeps the password safe then, but not the data from someone in the middle; `verify-full` does both;
 * - `require` encrypts without checking, unless `sslrootcert` names an authority: then it is `verify-ca`;
 * - `verify-ca` without `sslrootcert` would trust every public authority for any host, so it becomes `verify-full`;
 * - `sslrootcert=system` or none: the authorities that Node brings along.
 */
export function tlsSettings(parameters: ReadonlyMap<string, string>, host: string): Result<TlsSettings> {
  const asked = parameters.get('sslmode') ?? parameters.get('ssl');
  let mode = asked === undefined ? (isLocal(host) ? 'disable' : 'prefer') : MODES[asked];
  if (mode === undefined) {
    return err(
      appError('INVALID_INPUT', 'The sslmode in the address of the database is not known.', {
        hint: 'Use disable, prefer, require, verify-ca or verify-full.',
      }),
    );
  }
  if (mode === 'disable' || host.startsWith('/')) return ok({ sslMode: 'disable', ssl: false });

  const rootPath = parameters.get('sslrootcert');
  const files = [rootPath === 'system' ? undefined : rootPath, parameters.get('sslcert'), parameters.get('sslkey')];
  const [root, certificate, key] = files.map(readCertificate);
  for (const file of [root, certificate, key]) if (file && !file.ok) return file;
  const ca = root?.ok ? root.value : undefined;
  if (mode === 'require' && rootPath) mode = ca ? 'verify-ca' : 'verify-full';
  if (mode === 'verify-ca' && !ca) mode = 'verify-full';

  const ssl: ConnectionOptions = { rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full' };
  if (ca) ssl.ca = ca;
  if (certificate?.ok && certificate.value) ssl.cert = certificate.value;
  if (key?.ok && key.value) ssl.key = key.value;
  if (mode === 'verify-ca') ssl.checkServerIdentity = () => undefined;
  return ok({ sslMode: mode, ssl });
}
