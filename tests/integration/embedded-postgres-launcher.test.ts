import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../scripts/embedded-postgres';
import { waitFor } from '../support/wait-for';

let directory: string;
const servers: EmbeddedPostgres[] = [];
const holders: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'launcher-'));
  chmodSync(directory, 0o755);
});

afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ major: 18, directory, settings: { fsync: 'off' } });
  servers.push(server);
  return server;
}

async function ask<T>(url: string, text: string): Promise<T[]> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    const rows: unknown = await client.unsafe(text).simple();
    return rows as T[];
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function startInOtherProcess(): Promise<{
  holder: ChildProcess;
  port: number;
  url: string;
  home: string;
  password: string;
}> {
  const holder = spawn(process.execPath, ['--import', 'tsx', 'tests/support/postgres-holder.ts', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(holder);
  if (!holder.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: holder.stdout })) return { holder, ...JSON.parse(line) };
  throw new Error('The other process ended early.');
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

const postmaster = (home: string) =>
  Number(readFileSync(path.join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0]);

describe('embedded PostgreSQL', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await start();
    await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS value');
    await first.stop();
    expect(await isListening(first.port)).toBe(false);
    const second = await start();
    expect(await ask(second.url('postgres'), 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    expect(second.password).toBe(first.password);
  });

  it('keeps the password out of the command line and asks for it', async () => {
    const server = await start();
    expect(statSync(path.join(server.home, 'password')).mode & 0o777).toBe(0o600);
    const wrong = server.url('postgres').replace(encodeURIComponent(server.password), 'wrong');
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    const rows = await ask<{ unix_socket_directories: string }>(server.url('postgres'), 'SHOW unix_socket_directories');
    expect(rows).toEqual([{ unix_socket_directories: '' }]);
    if (process.platform !== 'linux') return;
    expect(readFileSync(`/proc/${postmaster(server.home)}/cmdline`, 'utf8')).not.toContain(server.password);
  });

  it('ends when its owner is killed, and starts again on the same data', async () => {
    const other = await startInOtherProcess();
    await ask(other.url, 'CREATE TABLE kept AS SELECT 1 AS value');
    other.holder.kill('SIGKILL');
    await waitFor(async () => !(await isListening(other.port)), { what: 'the server to end' });
    const again = await start();
    expect(await ask(again.url('postgres'), 'SELECT value FROM kept')).toHaveLength(1);
  });

  it('recovers after the server itself was killed', async () => {
    const first = await start();
    await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 1 AS value; CHECKPOINT');
    process.kill(postmaster(first.home), 'SIGKILL');
    await waitFor(async () => !(await isListening(first.port)), { what: 'the server to end' });
    const again = await start();
    expect(await ask(again.url('postgres'), 'SELECT value FROM kept')).toHaveLength(1);
  });

  it('takes over from a server whose owner lost it', async () => {
    const other = await startInOtherProcess();
    await ask(other.url, 'CREATE TABLE kept AS SELECT 1 AS value');
    const again = await start();
    expect(await isListening(other.port)).toBe(false);
    expect(await ask(again.url('postgres'), 'SELECT value FROM kept')).toHaveLength(1);
  });

  it('moves to a folder that its account can reach', async (context) => {
    if (process.getuid?.() !== 0) context.skip('only root starts the server as another account');
    chmodSync(directory, 0o700);
    const server = await start();
    expect(server.home).not.toBe(directory);
    expect(await ask(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    rmSync(server.home, { recursive: true });
  });
});
