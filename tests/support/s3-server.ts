import { execFile, spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { accessSync, appendFileSync, constants, openSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/embedded-postgres-port';
import { cephSettings } from './s3-server-settings';
import { waitFor } from './wait-for';

const run = promisify(execFile);
const PROGRAMS = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'monmaptool'];

export interface S3Server {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Why there can be no S3 server here; null where its programs are installed. */
export function missingS3Programs(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const isHere = (program: string) =>
    folders.some((folder) => {
      try {
        accessSync(path.join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  const missing = PROGRAMS.filter((program) => !isHere(program));
  return missing.length === 0
    ? null
    : `no S3 server here: install ceph-mon, ceph-osd and radosgw (${missing.join(', ')})`;
}

/**
 * A real S3 server on ports of its own, objects in memory: one Ceph monitor, one OSD, one gateway below `folder`. They
 * end when the process `owner` does, whatever ends it.
 */
export async function startS3Server(folder: string, owner: number): Promise<S3Server> {
  const [monitor, legacy, gateway] = await Promise.all([freePort(), freePort(), freePort()]);
  const fsid = randomUUID();
  const osd = randomUUID();
  const settings = path.join(folder, 'ceph.conf');
  for (const name of ['mon/a', 'osd/0', 'run', 'log']) await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(
    settings,
    cephSettings({ folder, fsid, monitor, legacy, gateway, firstOsdPort: 10_000 + 20 * randomInt(600) }),
  );
  await writeFile(path.join(folder, 'keyring'), '');
  const monitors = path.join(folder, 'monmap');
  const addresses = `[v2:127.0.0.1:${monitor},v1:127.0.0.1:${legacy}]`;
  const env = { ...process.env, CEPH_CONF: settings };
  const call = (program: string, ...args: string[]) => run(program, args, { env, timeout: 60_000 });
  const daemon = (program: string, ...args: string[]): void => {
    const log = openSync(path.join(folder, 'log', `${program}.out`), 'a');
    const child = spawn(program, ['-c', settings, ...args, '-f'], { env, detached: true, stdio: ['ignore', log, log] });
    child.unref();
    if (!child.pid) throw new Error(`${program} did not start.`);
    appendFileSync(path.join(folder, 'pids'), `${child.pid}\n`);
    endWithOwner(owner, child.pid);
  };

  await call('monmaptool', '--create', '--clobber', '--fsid', fsid, '--addv', 'a', addresses, monitors);
  await call('ceph-mon', '-c', settings, '-i', 'a', '--mkfs', '--monmap', monitors);
  daemon('ceph-mon', '-i', 'a');
  await call('ceph', '-c', settings, 'osd', 'new', osd, '0');
  await call('ceph-osd', '-c', settings, '-i', '0', '--mkfs', '--osd-uuid', osd);
  await call('ceph', '-c', settings, 'osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=h');
  daemon('ceph-osd', '-i', '0');
  const server = { accessKeyId: 'TESTKEY', secretAccessKey: randomUUID() };
  const keys = ['--access-key', server.accessKeyId, '--secret-key', server.secretAccessKey];
  await call('radosgw-admin', '-c', settings, 'user', 'create', '--uid=t', '--display-name=t', ...keys);
  daemon('radosgw', '-n', 'client.rgw');
  const endpoint = `http://127.0.0.1:${gateway}`;
  const answers = () => fetch(endpoint).then(({ ok }) => ok);
  await waitFor(answers, { timeoutMs: 60_000, what: 'an answer of the S3 server' });
  return { endpoint, ...server };
}

function endWithOwner(owner: number, pid: number): void {
  const script = `while kill -0 ${owner} && kill -0 ${pid}; do sleep 1; done 2>/dev/null; kill -9 ${pid} 2>/dev/null`;
  spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' }).unref();
}
