import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createWasmEngine } from '@/lib/backup/database/dump/wasm-engine';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { drain, dumpWhole, engineFor, failureOf, requestFor, targetOf } from './dump-support';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase({ major: 15 });
  await database.query('CREATE TABLE public.t AS SELECT g AS id FROM generate_series(1, 10) g');
});
afterAll(() => database.drop());

async function listen(server: Server, at: string | number): Promise<number> {
  server.listen(typeof at === 'number' ? { port: at, host: '127.0.0.1' } : { path: at });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Answers the startup packet and keeps what the client sends after that. */
function fakeServer(answer: Buffer, received: Buffer[]): Server {
  return createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.on('data', (chunk) => received.push(chunk));
      socket.write(answer);
    });
  });
}

test('wasm never sends the password in clear text over an open line', async () => {
  const received: Buffer[] = [];
  const port = await listen(fakeServer(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]), received), 0);
  const target = { ...targetOf(database.url), port, password: 'CANARY' };
  const { error } = await failureOf(drain(createWasmEngine().dump(requestFor(target))));
  expect(error).toMatchObject({ code: 'DATABASE_DOWN', retryable: false, details: { reason: 'clear-text-password' } });
  expect(Buffer.concat(received).toString('latin1')).not.toContain('CANARY');
});

test('wasm refuses a server that speaks something else', async () => {
  const port = await listen(fakeServer(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), []), 0);
  const target = { ...targetOf(database.url), port };
  expect((await failureOf(drain(createWasmEngine().dump(requestFor(target))))).error.code).toBe('DATABASE_DOWN');
});

test('wasm refuses bytes that arrive before TLS', async () => {
  const port = await listen(fakeServer(Buffer.from('SE'), []), 0);
  const target = { ...targetOf(database.url), port, sslMode: 'require' as const, ssl: { rejectUnauthorized: false } };
  expect((await failureOf(drain(createWasmEngine().dump(requestFor(target))))).error.code).toBe('DATABASE_DOWN');
});

test.for(['native', 'wasm'] as const)('%s works over a Unix socket', async (name, context) => {
  const engine = await engineFor(name, 15);
  if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
  const directory = await mkdtemp(path.join(tmpdir(), 'socket-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const { port, host, ...rest } = targetOf(database.url);
  const relay = createServer((inner) => {
    const outer = connect({ host, port });
    for (const socket of [inner, outer]) socket.on('error', () => undefined);
    inner.pipe(outer).pipe(inner);
  });
  await listen(relay, path.join(directory, '.s.PGSQL.7777'));
  const { tables } = await dumpWhole(engine, { ...rest, host: directory, port: 7777 });
  expect(tables).toEqual([{ schema: 'public', name: 't' }]);
});
