import { readdir, readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionTarget } from '@/lib/backup/database/connection-target';
import type { DumpEngine } from '@/lib/backup/database/dump/dump-engine';
import { openSnapshot } from '@/lib/backup/database/snapshot';
import { createDatabase, createRole, type TestDatabase } from '@/tests/support/postgres';
import { drain, dumpWhole, engineFor, failureOf, requestFor, targetOf } from './dump-support';

const CANARY = `CaN@ry %/#? 'x" %41`;
let database: TestDatabase;
let role: Awaited<ReturnType<typeof createRole>>;
beforeAll(async () => {
  database = await createDatabase({ major: 15 });
  role = await createRole(15, { password: CANARY });
  await database.query(
    `CREATE TABLE public.wide AS SELECT g AS id, repeat(md5(g::text), 32768) AS body FROM generate_series(1, 20) g;
     CREATE TABLE public.secret (id int); GRANT SELECT ON public.wide TO "${role.name}";
     CREATE TABLE public.filtered (id int); GRANT SELECT ON public.filtered TO "${role.name}";
     ALTER TABLE public.filtered ENABLE ROW LEVEL SECURITY;
     CREATE POLICY few ON public.filtered USING (id < 3)`,
  );
});
afterAll(async () => {
  await database.drop();
  await role.drop();
});

const asRole = (): ConnectionTarget => ({ ...targetOf(database.url), user: role.name, password: CANARY });
const wide = { kind: 'tables' as const, tables: [{ schema: 'public', name: 'wide' }] };
const told = (failure: unknown) => inspect(failure, { depth: 10 });

describe.each(['native', 'wasm'] as const)('%s', (name) => {
  let engine: DumpEngine | null;
  beforeAll(async () => {
    engine = await engineFor(name, 15);
  });
  const refused = async (target: ConnectionTarget, more = {}) => {
    if (!engine) throw new Error('no engine');
    const pieces = engine.dump(requestFor(target, more));
    const failure = await failureOf(drain(pieces));
    expect(told(failure)).not.toContain('CaN@ry');
    expect(told(failure)).not.toContain(encodeURIComponent(CANARY));
    return failure.error;
  };

  test('wrong password, absent server, absent database', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const target = targetOf(database.url);
    expect(await refused({ ...target, password: `wrong ${CANARY}` })).toMatchObject({
      code: 'DATABASE_DOWN',
      retryable: false,
      details: { reason: 'password' },
    });
    expect((await refused({ ...target, port: 1 })).code).toBe('DATABASE_DOWN');
    expect((await refused({ ...target, database: 'nobody made this' })).code).toBe('DATABASE_DOWN');
    expect((await refused({ ...target, host: '/nonexistent' })).code).toBe('DATABASE_DOWN');
  });

  test('a table that matches nothing, a snapshot that is over', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    const selection = { kind: 'tables' as const, tables: [...wide.tables, { schema: 'public', name: 'Wide' }] };
    expect((await refused(targetOf(database.url), { snapshot: snapshot.id, selection })).code).toBe('INVALID_INPUT');
    await snapshot.close();
    expect((await refused(targetOf(database.url), { snapshot: snapshot.id })).details).toEqual({ reason: 'snapshot' });
  });

  test('a table that the role may not read, or only in part', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    expect(await refused(asRole(), { snapshot: snapshot.id })).toMatchObject({
      code: 'FORBIDDEN',
      details: { reason: 'privilege' },
    });
    const filtered = { kind: 'tables' as const, tables: [{ schema: 'public', name: 'filtered' }] };
    expect((await refused(asRole(), { snapshot: snapshot.id, selection: filtered })).details).toEqual({
      reason: 'row-security',
    });
    await snapshot.close();
  });

  test('an odd password works and is on no command line', async (context) => {
    if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const snapshot = await openSnapshot(targetOf(database.url));
    const request = requestFor(asRole(), { snapshot: snapshot.id, selection: wide });
    let looked = 0;
    for await (const _ of engine.dump(request)) {
      if (looked > 0) continue;
      const ids = (await readdir('/proc').catch(() => [])).filter((entry) => /^\d+$/.test(entry));
      const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')));
      looked = lines.length;
      expect(lines.filter((line) => line.includes('CaN@ry'))).toEqual([]);
      const pgDump = lines.some((line) => line.includes(snapshot.id));
      if (looked > 0) expect(pgDump).toBe(name === 'native');
      looked ||= 1;
    }
    await snapshot.close();
  });

  test('a server that is newer than the tool', async (context) => {
    if (!engine || engine.name === 'wasm' || engine.major >= 18)
      return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
    const newer = await createDatabase({ major: 18 });
    const { error } = await failureOf(dumpWhole(engine, targetOf(newer.url)));
    expect(error).toMatchObject({ code: 'UNSUPPORTED', details: { reason: 'version' } });
    await newer.drop();
  });
});
