import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import type { ConnectionTarget } from '../connection-target';

export interface NativeEnvironment {
  /** All that the child sees: an allow-list, nothing of our own environment. */
  variables: Record<string, string>;
  directory: string;
  remove(): Promise<void>;
}

async function writeCertificates(target: ConnectionTarget, directory: string): Promise<Record<string, string>> {
  if (target.ssl === false) return {};
  const { ca, cert, key, rejectUnauthorized } = target.ssl;
  const paths: Record<string, string> = {};
  const write = async (variable: string, name: string, content: unknown) => {
    if (typeof content !== 'string' && !Buffer.isBuffer(content)) return;
    const file = path.join(directory, name);
    await writeFile(file, content, { mode: 0o600, flag: 'wx' });
    paths[variable] = file;
  };
  // Without a named authority Node trusts its own list; the same list makes libpq trust the same servers.
  if (rejectUnauthorized) await write('PGSSLROOTCERT', 'root.crt', ca ?? rootCertificates.join('\n'));
  await write('PGSSLCERT', 'client.crt', cert);
  await write('PGSSLKEY', 'client.key', key);
  return paths;
}

/**
 * Environment and working directory of a native PostgreSQL tool. The password is in neither argv nor a file; a folder
 * is made only for certificates, so that a killed app leaves nothing in the common case.
 */
export async function nativeEnvironment(
  target: ConnectionTarget,
  options: { applicationName: string; pathVariable?: string },
): Promise<NativeEnvironment> {
  const ownFolder = target.ssl !== false && (target.ssl.rejectUnauthorized === true || target.ssl.cert !== undefined);
  const directory = ownFolder ? await mkdtemp(path.join(tmpdir(), 'backup-tls-')) : tmpdir();
  const encrypted = target.sslMode !== 'disable' && target.sslMode !== 'prefer';
  const variables: Record<string, string> = {
    PATH: options.pathVariable ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    // No ~/.pgpass, no ~/.postgresql, no service file.
    HOME: '/nonexistent',
    TMPDIR: tmpdir(),
    PGHOST: target.host,
    PGPORT: String(target.port),
    PGUSER: target.user,
    PGPASSWORD: target.password,
    PGDATABASE: target.database,
    PGAPPNAME: options.applicationName,
    PGCONNECT_TIMEOUT: '15',
    PGGSSENCMODE: 'disable',
    PGSSLMODE: target.sslMode,
    PGCLIENTENCODING: 'UTF8',
    // From libpq 16 on; older ones do not look at it.
    ...(encrypted || target.host.startsWith('/') ? {} : { PGREQUIREAUTH: '!password' }),
    ...(await writeCertificates(target, directory)),
  };
  return {
    variables,
    directory,
    remove: () => (ownFolder ? rm(directory, { recursive: true, force: true }) : Promise.resolve()),
  };
}
