import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openClient } from '@/lib/backup/database/open-client';
import { compareOnClient } from '@/lib/backup/database/restore/compare-restored';
import { loadArchiveInto } from '@/lib/backup/database/restore/load-archive';
import { loadInto } from '@/lib/backup/database/restore/load-sql';
import { nativeTool } from '@/tests/support/native-tools';
import { createDatabase, createRole, siteDatabase, type TestDatabase, type TestRole } from '@/tests/support/postgres';
import { targetOf } from '../fingerprint/fingerprint-of';
import { outcomeOf } from './outcome-of';
import { backUp, nativeEngine, stream, wasmEngine } from './restore-support';

const SETTINGS = `select name, setting from pg_settings where name in ('search_path', 'role', 'check_function_bodies',
  'row_security', 'statement_timeout', 'lock_timeout', 'client_min_messages', 'xmloption', 'default_tablespace') order by 1`;

describe.each([15, 18] as const)('loading into an open transaction on PostgreSQL %i', (major) => {
  let site: TestDatabase;
  let owner: TestRole;
  let live: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    site = await siteDatabase(major);
    owner = await createRole(major, {});
  });
  afterAll(async () => {
    await site?.drop();
    await owner?.drop();
  });
  beforeEach(async () => {
    live = await createDatabase({ major, owner: owner.name });
    client = await openClient(targetOf(live.url), { applicationName: 'test' });
    await client.query('BEGIN; SET LOCAL search_path = public; SET LOCAL lock_timeout = 7000');
  });
  afterEach(async () => {
    await client?.end();
    await live?.drop();
  });

  const options = () => ({ ownership: 'keep', serverMajor: major, role: owner.name }) as const;

  it('loads and compares beside what is kept, and leaves role and settings as they were', async () => {
    await live.query('CREATE SCHEMA backup; CREATE TABLE backup.run (id int)');
    const backup = await backUp(site, wasmEngine());
    const before = (await client.query(SETTINGS)).rows;
    await loadInto(client, stream(backup.dump), options());
    expect((await client.query(SETTINGS)).rows).toEqual(before);
    const { expected } = backup.request;
    expect(await compareOnClient(client, expected, { excludeSchemas: ['backup'] })).toMatchObject({ same: true });
    expect((await client.query(SETTINGS)).rows).toEqual(before);
    const all = await compareOnClient(client, expected);
    expect(all).toMatchObject({ same: false, reason: expect.stringContaining('backup.run is there') });
    // Nobody else has seen anything yet, and nothing stays of it.
    expect(await live.query(`select to_regclass('users')::text as users`)).toEqual([{ users: null }]);
    await client.query('ROLLBACK');
    expect(await live.query(`select to_regclass('users')::text as users`)).toEqual([{ users: null }]);
  });

  it('takes archives too', async ({ skip }) => {
    const engine = nativeEngine(major);
    const pgRestore = engine && nativeTool('pg_restore', engine.major);
    if (!engine || !pgRestore) return skip(`no native pg_dump and pg_restore ${major} or newer on this machine`);
    const backup = await backUp(site, engine, { output: 'custom' });
    await loadArchiveInto(client, stream(backup.dump), { ...options(), pgRestore });
    await client.query('COMMIT');
    expect(await compareOnClient(client, backup.request.expected).catch(() => 'no transaction')).toBe('no transaction');
    await client.query('BEGIN');
    expect(await compareOnClient(client, backup.request.expected)).toMatchObject({ same: true, reason: null });
    expect(
      await live.query(
        `select distinct relowner::regrole::text as owner from pg_class where relnamespace = 'public'::regnamespace`,
      ),
    ).toEqual([{ owner: owner.name }]);
  });

  it('creates no schema that is there, and nothing survives a failure', async () => {
    await live.query('CREATE SCHEMA there');
    const end = '--\n-- PostgreSQL database dump complete\n--\n';
    const good = `CREATE SCHEMA there;\nCREATE TABLE there.t (i int);\n${end}`;
    await client.query('SAVEPOINT s');
    expect(
      await outcomeOf(loadInto(client, stream(Buffer.from(good)), { ownership: 'keep', serverMajor: major })),
    ).toMatch(/^CORRUPT/);
    await client.query('ROLLBACK TO SAVEPOINT s');
    const presentSchemas = ['there'];
    await loadInto(client, stream(Buffer.from(good)), { ownership: 'keep', serverMajor: major, presentSchemas });
    await client.query('COMMIT');
    expect(await live.query(`select to_regclass('there.t')::text as t`)).toEqual([{ t: 'there.t' }]);
  });
});
