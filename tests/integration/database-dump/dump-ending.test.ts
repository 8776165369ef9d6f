import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DumpEngine } from '@/lib/backup/database/dump/dump-engine';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import { openSnapshot } from '@/lib/backup/database/snapshot';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { dumpSessions, dumpWhole, engineFor, failureOf, requestFor, targetOf } from './dump-support';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase({ major: 15 });
  await database.query(
    `CREATE TABLE public.wide AS SELECT g AS id, repeat(md5(g::text), 32768) AS body FROM generate_series(1, 40) g`,
  );
});
afterAll(() => database.drop());

const withinTwoSeconds = { timeoutMs: 2_000, what: 'the session of pg_dump to end' };
const noSession = () => waitFor(async () => (await dumpSessions(database)) === 0, withinTwoSeconds);

/** A migration that holds the table until the test has ended. */
async function holdTable(): Promise<void> {
  const client = await openClient(targetOf(database.url), { applicationName: 'migration' });
  onTestFinished(() => closeClient(client));
  await client.query('BEGIN; LOCK TABLE public.wide IN ACCESS EXCLUSIVE MODE');
}

describe.each(['native', 'wasm'] as const)('%s', (name) => {
  let engine: DumpEngine | null;
  beforeAll(async () => {
    engine = await engineFor(name, 15);
  });

  test('a cancel ends stream and session within two seconds', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    const stop = new AbortController();
    const request = requestFor(targetOf(database.url), { snapshot: snapshot.id, signal: stop.signal });
    let began = 0;
    const pieces = engine.dump(request);
    const reading = async () => {
      for await (const _ of pieces) {
        began ||= Date.now();
        stop.abort();
      }
    };
    expect((await failureOf(reading())).error.code).toBe('CANCELLED');
    expect(Date.now() - began).toBeLessThan(2_000);
    await noSession();
    await snapshot.close();
  });

  test('a cancel reaches a dump that nobody reads', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    const stop = new AbortController();
    const request = requestFor(targetOf(database.url), { snapshot: snapshot.id, signal: stop.signal });
    const pieces = engine.dump(request)[Symbol.asyncIterator]();
    await pieces.next();
    expect(await dumpSessions(database)).toBe(1);
    stop.abort();
    await noSession();
    await pieces.return?.();
    await snapshot.close();
  });

  test('a consumer that leaves takes everything along', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    for await (const _ of engine.dump(requestFor(targetOf(database.url), { snapshot: snapshot.id }))) break;
    await noSession();
    await snapshot.close();
  });

  test('a cancel while it waits for a lock frees the queue', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const target = targetOf(database.url);
    const snapshot = await openSnapshot(target);
    await holdTable();
    const stop = new AbortController();
    const request = requestFor(target, { snapshot: snapshot.id, signal: stop.signal, lockTimeoutMs: 60_000 });
    const ended = failureOf(engine.dump(request)[Symbol.asyncIterator]().next());
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'backup pg_dump' AND wait_event_type = 'Lock' AND datname = '${database.name}'`;
    await waitFor(async () => (await database.query(waiting)).length === 1, { timeoutMs: 30_000 });
    stop.abort();
    expect((await ended).error.code).toBe('CANCELLED');
    await noSession();
    await snapshot.close();
  });

  test('a lock that stays is BUSY', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const target = targetOf(database.url);
    await holdTable();
    const { error } = await failureOf(dumpWhole(engine, target, { lockTimeoutMs: 300 }));
    expect(error).toMatchObject({ code: 'BUSY', retryable: true });
  });

  test('a terminated session is no end of a dump', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    const pieces = engine.dump(requestFor(targetOf(database.url), { snapshot: snapshot.id }))[Symbol.asyncIterator]();
    await pieces.next();
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backup pg_dump' AND datname = '${database.name}'`,
    );
    const rest = async () => {
      while (!(await pieces.next()).done);
    };
    expect((await failureOf(rest())).error.code).toBe('DATABASE_DOWN');
    await snapshot.close();
  });

  test('a server that never answers does not hold a cancel up', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const stop = new AbortController();
    const connected = once(silent, 'connection');
    const request = requestFor({ ...targetOf(database.url), port }, { signal: stop.signal });
    const ended = failureOf(engine.dump(request)[Symbol.asyncIterator]().next());
    await connected;
    const began = Date.now();
    stop.abort();
    expect((await ended).error.code).toBe('CANCELLED');
    expect(Date.now() - began).toBeLessThan(2_000);
    silent.close();
  });

  test('two dumps at once do not disturb each other', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const target = targetOf(database.url);
    const dumps = await Promise.all([dumpWhole(engine, target), dumpWhole(engine, target)]);
    const [first, second] = dumps.map(({ bytes }) => bytes.toString().replace(/^\\(un)?restrict .*$/gm, ''));
    expect(first?.length).toBeGreaterThan(40_000_000);
    expect(first === second).toBe(true);
  });
});
