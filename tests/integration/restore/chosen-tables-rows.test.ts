import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import { copyIntoLive } from '@/lib/backup/database/restore/copy-into-live';
import { createRole } from '@/tests/support/postgres';
import { fingerprintOf, targetOf } from '../fingerprint/fingerprint-of';
import { outcomeOf } from './outcome-of';
import { schemaText, type TwoDatabases, table, twoBuilt, wholeState } from './two-databases';

const ODD = 'odd "name" $1 é';

/** Half a kilobyte each. */
const built = (rows: number) => `
  create schema "Odd Schema";
  create table "Odd Schema"."odd ""name"" $1 é" (
    "the ""id""" int generated always as identity primary key, "näme, x" text, doubled text generated always as ("näme, x" || '!') stored);
  insert into "Odd Schema"."odd ""name"" $1 é" ("näme, x") values (E'tab\\t\\\\. new\\nline'), (null), ('NULL'), ('\\N');
  create table hens (id int primary key, egg int not null);
  create table eggs (id int primary key, hen int not null references hens on delete cascade on update cascade);
  insert into hens values (1, 10), (2, 20); insert into eggs values (10, 1), (20, 2);
  alter table hens add constraint "laid by" foreign key (egg) references eggs match full deferrable initially deferred;
  create table tree (id int primary key, parent int references tree, unique (id) deferrable initially deferred);
  insert into tree select g, nullif(g / 2, 0) from generate_series(1, 50) g;
  create table owners (id int primary key); insert into owners select generate_series(1, 20);
  create table big (id bigint primary key, owner int not null references owners on delete cascade, body text);
  insert into big select g, 1 + g % 20, repeat(md5(g::text), 16) from generate_series(1, ${rows}) g;
  create table late (id int primary key, big bigint references big);`;

const everything = ['hens', 'eggs', 'tree'].map((name) => table(name)).concat(table(ODD, 'Odd Schema'));
const big = { tables: [table('big')] };

describe.each([15, 17, 18] as const)('rows of chosen tables on PostgreSQL %i', (major) => {
  // 100 MB on one of the servers: that they stream is not a matter of the server.
  const rows = major === 18 ? 200_000 : 20_000;
  let pair: TwoDatabases;
  beforeAll(async () => {
    pair = await twoBuilt(major, built(rows));
  });
  afterAll(() => pair?.drop());
  const damage = `update big set body = 'changed' where id <= ${rows * 0.75}; delete from big where id > ${rows - 1000}`;

  it('keys in a circle, odd names, identity and computed columns', async () => {
    const structure = await schemaText(pair.live);
    await pair.live.query(`
      update hens set egg = 20; delete from tree where id > 20; insert into hens values (3, 30); insert into eggs values (30, 3);
      update "Odd Schema"."odd ""name"" $1 é" set "näme, x" = 'changed' where "the ""id""" > 2;
      insert into "Odd Schema"."odd ""name"" $1 é" ("näme, x") select 'more' from generate_series(1, 10)`);
    const copied = await pair.connected((live, source) => copyIntoLive(live, source, { tables: everything }));
    expect(copied.map(({ before, after }) => [before, after])).toEqual([
      [3, 2],
      [3, 2],
      [20, 50],
      [14, 4],
    ]);
    expect(await fingerprintOf(pair.live.url)).toEqual(await fingerprintOf(pair.source.url));
    expect(await schemaText(pair.live)).toBe(structure);
    const [next] = await pair.live.query(
      `insert into "Odd Schema"."odd ""name"" $1 é" ("näme, x") values ('next') returning "the ""id""" as id`,
    );
    expect(next).toEqual({ id: 15 });
  });

  it('many rows stream through, and a reader at any moment sees all of before or all of after', async () => {
    await pair.live.query(damage);
    const [before, after] = await Promise.all([
      fingerprintOf(pair.live.url, big.tables),
      fingerprintOf(pair.source.url, big.tables),
    ]);
    // Had its snapshot before the restore, and reads the table only afterwards.
    const early = await openClient(targetOf(pair.live.url), { applicationName: 'test early reader' });
    await early.query('begin isolation level repeatable read; select count(*) from owners');
    let going = true;
    const seen = new Set<string>();
    const reading = (async () => {
      while (going) seen.add(JSON.stringify(await fingerprintOf(pair.live.url, big.tables)));
    })();
    const peak = memoryPeak();
    const [copied] = await pair.connected((live, source) => copyIntoLive(live, source, big));
    expect(peak()).toBeLessThan(75_000_000);
    going = false;
    await reading;
    expect(copied).toMatchObject({ before: rows - 1000, after: rows });
    expect(seen.size).toBeGreaterThan(0);
    for (const state of seen) expect([JSON.stringify(before), JSON.stringify(after)]).toContain(state);
    expect((await early.query('select count(*)::int as n from big')).rows).toEqual([{ n: rows - 1000 }]);
    await closeClient(early);
    expect(await fingerprintOf(pair.live.url, big.tables)).toEqual(after);
  });

  it('a lost connection or a cancellation half-way leaves everything as before', async () => {
    await pair.live.query(damage);
    const before = await wholeState(pair.live);
    for (const [end, outcome] of [
      ['live', /^DATABASE_DOWN/],
      ['source', /^DATABASE_DOWN/],
      ['signal', /^CANCELLED/],
    ] as const) {
      const controller = new AbortController();
      const stop = async (): Promise<void> => {
        if (end === 'signal') return controller.abort();
        const sql = `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = $2`;
        await pair.live.query(sql, [pair[end].name, `test ${end}`]);
      };
      const options = { ...big, signal: controller.signal, onTable: () => void stop() };
      const work = async () => {
        const clients = await Promise.all([
          openClient(targetOf(pair.live.url), { applicationName: 'test live', signal: controller.signal }),
          openClient(targetOf(pair.source.url), { applicationName: 'test source', signal: controller.signal }),
        ]);
        try {
          return await copyIntoLive(...clients, options);
        } finally {
          await Promise.all(clients.map(closeClient));
        }
      };
      expect(await outcomeOf(work()), end).toMatch(outcome);
      expect(await wholeState(pair.live), end).toEqual(before);
    }
  });

  it('keys are validated again under the locks, whatever the early look found', async () => {
    const role = await createRole(major, {});
    try {
      await pair.live.query(`alter table big owner to ${role.name}; alter table late owner to ${role.name};
        alter table owners owner to ${role.name}; revoke temporary on database "${pair.live.name}" from public;
        insert into big values (999999, 1, 'new'); insert into late values (1, 999999)`);
      const restore = () => outcomeOf(pair.connected((live, source) => copyIntoLive(live, source, big), role));
      expect(await restore()).toMatch(
        /^CONFLICT: 1 row of late refers to rows of big that are not in the backup \(foreign key "late_big_fkey"\)\./,
      );
      await pair.live.query('delete from late; delete from big where id = 999999; delete from owners where id = 20');
      const before = await wholeState(pair.live);
      expect(await restore()).toMatch(
        /^CONFLICT: Rows of big in the backup refer to rows of owners that the live database does not have \(foreign key "big_owner_fkey"\)\./,
      );
      expect(await wholeState(pair.live)).toEqual(before);
    } finally {
      await pair.live.query(`reassign owned by ${role.name} to current_user`);
      await role.drop();
    }
  });
});

/** Bytes above the start that the heap and buffers of this process reached, sampled. */
function memoryPeak(): () => number {
  const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const start = used();
  let most = start;
  const timer = setInterval(() => {
    most = Math.max(most, used());
  }, 10);
  return () => {
    clearInterval(timer);
    return most - start;
  };
}
