import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionTarget } from '@/lib/backup/database/connection-target';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import type { EmbeddedPostgres } from '@/scripts/embedded-postgres';
import { startTestPostgres } from '@/tests/support/test-cluster';
import { waitFor } from '@/tests/support/wait-for';
import { drain, dumpWhole, engineFor, failureOf, requestFor, targetOf } from './dump-support';

let server: EmbeddedPostgres;
let directory: string;
const certificate = () => path.join(directory, 'server.crt');

function selfSigned(): boolean {
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const files = ['-keyout', path.join(directory, 'server.key'), '-out', certificate()];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    console.info('Skipped: no openssl on this machine to make a certificate with.');
    return false;
  }
}

let ready = false;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'certificate-'));
  if (!selfSigned()) return;
  server = await startTestPostgres(15);
  const client = await openClient(targetOf(server.url('postgres')), { applicationName: 'test' });
  const { rows } = await client.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder");
  const folder = rows[0]?.folder ?? '';
  const owner = statSync(folder);
  for (const name of ['server.crt', 'server.key']) {
    const file = path.join(folder, name);
    writeFileSync(file, execFileSync('cat', [path.join(directory, name)]), { mode: 0o600 });
    chownSync(file, owner.uid, owner.gid);
  }
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await closeClient(client);
  const encrypted = {
    ...targetOf(server.url('postgres')),
    sslMode: 'require',
    ssl: { rejectUnauthorized: false },
  } as const;
  await waitFor(async () => {
    await closeClient(await openClient(encrypted, { applicationName: 'test' }));
    return true;
  });
  ready = true;
});
afterAll(async () => {
  await server?.stop();
  rmSync(directory, { recursive: true });
});

const targetWith = (query: string): ConnectionTarget =>
  targetOf(`${server.url('postgres').replace('127.0.0.1', 'localhost')}?${query}`);
const trusted = () => `sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate())}`;

test('our own connection encrypts and checks as asked', async (context) => {
  if (!ready) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
  for (const query of ['sslmode=prefer', 'sslmode=require', trusted()]) {
    const client = await openClient(targetWith(query), { applicationName: 'test' });
    const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    expect(rows).toEqual([{ ssl: true }]);
    await closeClient(client);
  }
  const { error } = await failureOf(openClient(targetWith('sslmode=verify-full'), { applicationName: 'test' }));
  expect(error).toMatchObject({ code: 'DATABASE_DOWN', retryable: false, details: { reason: 'certificate' } });
});

describe.each(['native', 'wasm'] as const)('%s', (name) => {
  test('signs in by SCRAM over TLS, verified or not', async (context) => {
    const engine = await engineFor(name, 15);
    if (!ready || !engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    for (const query of ['sslmode=prefer', 'sslmode=require', trusted()]) {
      const { bytes } = await dumpWhole(engine, targetWith(query));
      expect(bytes.length).toBeGreaterThan(0);
    }
  });

  test('does not dump from a server that it cannot verify', async (context) => {
    const engine = await engineFor(name, 15);
    if (!ready || !engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const untrusted = targetWith('sslmode=verify-full');
    const { error } = await failureOf(drain(engine.dump(requestFor(untrusted))));
    expect(error.code).toBe('DATABASE_DOWN');
  });
});
