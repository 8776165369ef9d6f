import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionTarget } from '@/lib/backup/database/connection-target';
import { openClient } from '@/lib/backup/database/open-client';
import { openSnapshot } from '@/lib/backup/database/snapshot';
import { createDatabase, type PostgresMajor, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { dumpWhole, engineFor, failureOf, requestFor, targetOf } from './dump-support';

const majors: PostgresMajor[] = [15, 17, 18];

describe.each(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major });
    await database.query(
      'CREATE TABLE public.ledger (id bigserial PRIMARY KEY, writer int); INSERT INTO public.ledger (writer) SELECT 0 FROM generate_series(1, 5000)',
    );
  });
  afterAll(() => database.drop());

  test('stands at one moment, read only, with settings that print alike everywhere', async () => {
    const snapshot = await openSnapshot(targetOf(database.url));
    await database.query('INSERT INTO public.ledger (writer) VALUES (9)');
    const { rows } = await snapshot.client.query(
      `SELECT count(*)::int AS count, current_setting('TimeZone') AS zone, current_setting('row_security') AS security,
              current_setting('lock_timeout') AS lock, current_setting('search_path') AS path FROM public.ledger`,
    );
    expect(rows).toEqual([{ count: 5000, zone: 'UTC', security: 'off', lock: '10s', path: '' }]);
    await expect(snapshot.client.query('DELETE FROM public.ledger')).rejects.toMatchObject({ code: '25006' });
    await snapshot.close();
    await snapshot.close();
    await database.query('DELETE FROM public.ledger WHERE writer = 9');
  });

  test('a cancel stops its query soon', async () => {
    const stop = new AbortController();
    const snapshot = await openSnapshot(targetOf(database.url), { signal: stop.signal });
    const slow = expect(snapshot.client.query('SELECT pg_sleep(60)')).rejects.toThrow();
    const running = () =>
      database.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'backup snapshot' AND datname = '${database.name}' AND state = 'active'`,
      );
    await waitFor(async () => (await running()).length === 1);
    stop.abort();
    await slow;
    await waitFor(async () => (await running()).length === 0, { timeoutMs: 2_000 });
    await snapshot.close();
  });

  test.for(['native', 'wasm'] as const)(
    '%s dumps exactly that moment while eight writers go on',
    async (name, context) => {
      const engine = await engineFor(name, major);
      if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
      const target = targetOf(database.url);
      const stop = new AbortController();
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        const client = await openClient(target, { applicationName: 'writer' });
        while (!stop.signal.aborted) await client.query('INSERT INTO public.ledger (writer) VALUES ($1)', [writer]);
        await client.end();
      });
      const snapshot = await openSnapshot(target);
      await database.query('DELETE FROM public.ledger WHERE id % 100 = 0');
      const chunks: Uint8Array[] = [];
      for await (const chunk of engine.dump(requestFor(target, { snapshot: snapshot.id }))) chunks.push(chunk);
      const { rows } = await snapshot.client.query<{ id: string }>('SELECT id FROM public.ledger ORDER BY id');
      await snapshot.close();
      stop.abort();
      await Promise.all(writers);
      const copied = /COPY public\.ledger \(id, writer\) FROM stdin;\n([\s\S]*?)\n\\\./.exec(
        Buffer.concat(chunks).toString(),
      )?.[1];
      const ids = (copied ?? '').split('\n').map((line) => Number(line.split('\t')[0]));
      expect(ids.sort((left, right) => left - right)).toEqual(rows.map((row) => Number(row.id)));
    },
  );
});

test('says why there is no connection', async () => {
  const database = await createDatabase();
  const target = targetOf(database.url);
  const reason = async (more: Partial<ConnectionTarget>) => {
    const { error } = await failureOf(openSnapshot({ ...target, ...more }));
    expect(error.code).toBe('DATABASE_DOWN');
    return error.details?.reason;
  };
  expect(await reason({ port: 1 })).toBe('unreachable');
  expect(await reason({ host: 'no-such-host.invalid' })).toBe('unreachable');
  expect(await reason({ host: '/nonexistent' })).toBe('unreachable');
  expect(await reason({ password: 'wrong' })).toBe('password');
  expect(await reason({ password: '' })).toBe('password');
  expect(await reason({ database: 'nobody made this' })).toBe('absent');
  expect(await reason({ sslMode: 'require', ssl: { rejectUnauthorized: false } })).toBe('tls-refused');
  const preferred = await openSnapshot({ ...target, sslMode: 'prefer', ssl: { rejectUnauthorized: false } });
  await preferred.close();
  const engine = await engineFor('wasm', 18);
  if (!engine) throw new Error('no engine');
  const { bytes } = await dumpWhole(engine, { ...target, sslMode: 'prefer', ssl: { rejectUnauthorized: false } });
  expect(bytes.length).toBeGreaterThan(0);
  await database.drop();
});
