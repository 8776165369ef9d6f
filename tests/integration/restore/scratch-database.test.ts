import { Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/lib/backup/database/open-client';
import { dropScratchOfRun, dropStaleScratchDatabases } from '@/lib/backup/database/restore/drop-stale-scratch';
import { withScratchDatabase } from '@/lib/backup/database/restore/scratch-database';
import { newId } from '@/lib/backup/kernel/ids';
import { createDatabase, createRole, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { targetOf } from '../fingerprint/fingerprint-of';
import { backUp, outcomeOf, prove, scratchDatabases, wasmEngine } from './restore-support';

const LIKE = { encoding: 'UTF8', collation: 'C' };

describe.each([15, 17, 18] as const)('a scratch database on PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major });
  });
  afterAll(() => database?.drop());
  const server = () => targetOf(database.url);

  it('is empty, marked, closed to others, and gone afterwards', async () => {
    const id = newId(new Date());
    const facts = await withScratchDatabase(server(), { id, like: LIKE }, async (scratch) => {
      expect(scratch.database).toBe(`bk_scratch_${id.toLowerCase()}`);
      const client = await openClient(scratch, { applicationName: 'test' });
      const { rows } = await client.query(
        `select shobj_description(oid, 'pg_database') as comment, has_database_privilege('pg_read_all_data', oid, 'connect') as open,
                pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()`,
      );
      return rows[0]; // The open connection is in the way of a polite drop.
    });
    expect(facts).toEqual({
      comment: expect.stringMatching(/^Scratch database of .*Z$/),
      open: false,
      encoding: 'UTF8',
    });
    expect(await scratchDatabases(database, id)).toEqual([]);
  });

  it('is gone after a failure and after a cancellation, and the failure is told', async () => {
    const id = newId(new Date());
    const bug = new Error('a bug');
    await expect(withScratchDatabase(server(), { id, like: LIKE }, () => Promise.reject(bug))).rejects.toBe(bug);
    const controller = new AbortController();
    const cancelled = withScratchDatabase(server(), { id, like: LIKE, signal: controller.signal }, async (scratch) => {
      const client = await openClient(scratch, { applicationName: 'test', signal: controller.signal });
      const waiting = client.query('select pg_sleep(60)');
      controller.abort();
      await waiting;
    });
    await expect(cancelled).rejects.toThrow();
    expect(
      await outcomeOf(withScratchDatabase(server(), { id, like: LIKE, signal: AbortSignal.abort() }, async () => 1)),
    ).toMatch(/^CANCELLED/);
    expect(await scratchDatabases(database, id)).toEqual([]);
  });

  it('is never one that exists already', async () => {
    const id = newId(new Date());
    const name = `bk_scratch_${id.toLowerCase()}`;
    await database.query(`create database "${name}"`);
    try {
      expect(await outcomeOf(withScratchDatabase(server(), { id, like: LIKE }, async () => 1))).toMatch(/^CONFLICT/);
      expect(await scratchDatabases(database, id)).toEqual([name]);
      expect(await dropStaleScratchDatabases(server(), { except: [], olderThanMs: 3_600_000 })).not.toContain(name);
    } finally {
      await database.query(`drop database "${name}"`);
    }
  });

  it('takes encoding, provider and locale from the source where the server has them', async () => {
    const variants = [
      [`ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'`, 'LATIN1', 'c'],
      [`ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'`, 'SQL_ASCII', 'c'],
      [`ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LC_COLLATE 'C' LC_CTYPE 'C'`, 'UTF8', 'i'],
      ...(major >= 17
        ? [
            [
              `ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'`,
              'UTF8',
              'b',
            ],
          ]
        : []),
    ] as const;
    for (const [options, encoding, provider] of variants) {
      const name = `${database.name}_${encoding}_${provider}`;
      await database.query(`create database "${name}" template template0 ${options}`);
      try {
        const like = { encoding, collation: 'C' };
        const got = await withScratchDatabase(
          { ...server(), database: name },
          { id: newId(new Date()), like },
          async (scratch) => {
            const [row] = await database.query(
              `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider from pg_database where datname = $1`,
              [scratch.database],
            );
            return row;
          },
        );
        expect(got).toEqual({ encoding, provider });
      } finally {
        await database.query(`drop database "${name}"`);
      }
    }
    const foreign = { encoding: 'UTF8', collation: 'xx_YY.unknown' };
    expect(await withScratchDatabase(server(), { id: newId(new Date()), like: foreign }, async () => 'made')).toBe(
      'made',
    );
  });

  it('needs CREATEDB, and says so', async () => {
    const role = await createRole(major, {});
    try {
      const target = { ...server(), user: role.name, password: role.password };
      const outcome = await outcomeOf(
        withScratchDatabase(target, { id: newId(new Date()), like: LIKE }, async () => 1),
      );
      expect(outcome).toContain(`UNSUPPORTED: The role of the database may not create a scratch database.`);
      expect(outcome).toContain(`ALTER ROLE "${role.name}" CREATEDB`);
    } finally {
      await role.drop();
    }
  });
});

it('left behind by a killed process, is found by its comment and removed when it is old enough', async () => {
  const database = await createDatabase();
  const [old, young] = [newId(new Date()), newId(new Date())].map((id) => id.toLowerCase());
  const mark = (id: string | undefined, at: string) =>
    database.query(
      `comment on database "bk_scratch_${id}" is 'Scratch database of Backup & Recovery, safe to drop, made ${at}'`,
    );
  try {
    for (const id of [old, young]) await database.query(`create database "bk_scratch_${id}"`);
    await mark(old, '2026-01-01T00:00:00Z');
    await mark(young, '2100-01-01T00:00:00Z');
    const server = targetOf(database.url);
    const olderThanMs = 3_600_000;
    expect(await dropStaleScratchDatabases(server, { except: [(old ?? '').toUpperCase()], olderThanMs })).not.toContain(
      `bk_scratch_${old}`,
    );
    expect(await dropStaleScratchDatabases(server, { except: [], olderThanMs })).toContain(`bk_scratch_${old}`);
    expect(await scratchDatabases(database, young)).toEqual([`bk_scratch_${young}`]);
  } finally {
    for (const id of [old, young]) await database.query(`drop database if exists "bk_scratch_${id}"`);
    await database.drop();
  }
});

it('holds the dump of a database in another encoding than UTF8', async () => {
  const home = await createDatabase();
  const name = `${home.name}_latin1`;
  await home.query(
    `create database "${name}" template template0 encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C'`,
  );
  const source: TestDatabase = { ...home, name, url: home.server.url(name) };
  try {
    const client = await openClient(targetOf(source.url), { applicationName: 'test' });
    await client.query(`create table "é" (a text); insert into "é" values ('ü'), ('plain')`);
    await client.end();
    const backup = await backUp(source, wasmEngine());
    backup.request.source.encoding = 'LATIN1';
    expect(backup.request.expected.tables).toMatchObject([{ name: 'é', rows: 2, method: 'text' }]);
    expect(await prove(backup)).toMatchObject({ same: true, reason: null });
  } finally {
    await home.query(`drop database "${name}"`);
    await home.drop();
  }
});

it('still being made for a process that is dead, does not come after the look', async () => {
  const database = await createDatabase();
  const id = newId(new Date());
  const session = `backup bk_scratch_${id.toLowerCase()}`;
  try {
    const socket = new Socket();
    const dying = new pg.Client({ connectionString: database.url, application_name: session, stream: () => socket });
    dying.on('error', () => undefined);
    await dying.connect();
    dying.query(`create database "bk_scratch_${id.toLowerCase()}"`).catch(() => undefined);
    const asked = `select 1 from pg_stat_activity where application_name = '${session}' and query like 'create database%'`;
    await waitFor(async () => (await database.query(asked)).length > 0, { what: 'the server at work' });
    socket.destroy();
    await dropScratchOfRun(targetOf(database.url), id);
    expect(await database.query(`select 1 from pg_stat_activity where application_name = '${session}'`)).toEqual([]);
    expect(await scratchDatabases(database, id)).toEqual([]);
  } finally {
    await database.drop();
  }
});

it('killed before its comment, is known by the run that ended', async () => {
  const database = await createDatabase();
  const id = newId(new Date()).toLowerCase();
  const server = targetOf(database.url);
  try {
    await database.query(`create database "bk_scratch_${id}"`);
    const ask = (ended: readonly string[]) =>
      dropStaleScratchDatabases(server, {
        except: [],
        olderThanMs: 3_600_000,
        endedAmong: async (ids) => new Set(ids.filter((each) => ended.includes(each))),
      });
    expect(await ask([])).not.toContain(`bk_scratch_${id}`);
    expect(await ask([id])).toContain(`bk_scratch_${id}`);
  } finally {
    await database.query(`drop database if exists "bk_scratch_${id}"`);
    await database.drop();
  }
});
