import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyIntoLive } from '@/lib/backup/database/restore/copy-into-live';
import { planTables } from '@/lib/backup/database/restore/plan-tables';
import { createRole } from '@/tests/support/postgres';
import { outcomeOf } from './outcome-of';
import { type TwoDatabases, table, twoBuilt, wholeState } from './two-databases';

/** Each table is in the way by its own change in live; `fine` is not. */
const BUILT = `
  create type mood as enum ('good', 'bad');
  create table fine (id int primary key); insert into fine values (1), (2);
  create table renamed (id int, name text); create table retyped (id int, n int); create table wider (id int);
  create table labelled (m mood); insert into labelled values ('bad');
  create table computed (a int, b int); create table ruled (a int); create table parent (a int); create table hidden (a int);
  create table strict (a int); insert into strict values (-1);
  create table unique_later (a int); insert into unique_later values (1), (1);
  create table gone (a int); create table viewed (a int);
  create table parts (id int primary key, note text) partition by range (id);
  create table parts_low partition of parts for values from (0) to (10);
  create table parts_high partition of parts for values from (10) to (20);
  create table of_parts (part int references parts);
  insert into parts values (1, 'low'), (11, 'high');`;

const LATER = `
  alter table renamed rename name to title; alter table retyped alter n type bigint; alter table wider add more text;
  alter table labelled alter m type text; drop type mood; create type mood as enum ('good');
  alter table labelled alter m type mood using null;
  alter table computed drop b; alter table computed add b int generated always as (a + 1) stored;
  create rule quiet as on delete to ruled do instead nothing;
  create table child () inherits (parent);
  alter table strict add constraint positive check (a > 0) not valid; truncate strict;
  truncate unique_later; alter table unique_later add constraint once unique (a);
  drop table gone; drop table viewed; create view viewed as select 1 as a;`;

describe.each([15, 17, 18] as const)('chosen tables that do not fit on PostgreSQL %i', (major) => {
  let pair: TwoDatabases;
  beforeAll(async () => {
    pair = await twoBuilt(major, BUILT);
    await pair.live.query(LATER);
  });
  afterAll(() => pair?.drop());
  const restore = (...names: string[]) =>
    outcomeOf(
      pair.connected((live, source) => copyIntoLive(live, source, { tables: names.map((name) => table(name)) })),
    );

  it('are refused with the reason, and nothing changes', async () => {
    const before = await wholeState(pair.live);
    const expected: [string, RegExp][] = [
      [
        'renamed',
        /^CONFLICT: The live table renamed has another structure .*: the column "name" of the backup is not there\./,
      ],
      ['retyped', /^CONFLICT: The live table retyped .*: the column "n" is bigint and was integer in the backup\./],
      ['wider', /^CONFLICT: The live table wider .*: the column "more" is not in the backup\./],
      ['labelled', /^CONFLICT: The live table labelled .*: the column "m" does not allow the value "bad" any more\./],
      ['computed', /^CONFLICT: The live table computed .*: the column "b" is computed on one side only\./],
      ['ruled', /^UNSUPPORTED: The table ruled has rules/],
      ['parent', /^UNSUPPORTED: The table parent shares its rows with another one by inheritance\./],
      [
        'strict',
        /^CONFLICT: Rows of strict do not fit into the table: the constraint "positive" does not allow them\./,
      ],
      ['unique_later', /^CONFLICT: Rows of unique_later do not fit .*: the constraint "once" does not allow them\./],
      ['gone', /^CONFLICT: The live database has no table gone\./],
      ['viewed', /^CONFLICT: viewed is not a table in the live database\./],
      ['nowhere', /^CONFLICT: The live database has no table nowhere\./],
      ['child', /^UNSUPPORTED: The table child shares its rows/],
      ['parts', /^CONFLICT: parts is partitioned, and not all of its partitions are chosen\. Choose parts_(low|high) /],
      ['parts_low', /^UNSUPPORTED: The foreign key ".*" from of_parts to parts_low belongs to a partitioned table\./],
    ];
    for (const [name, outcome] of expected) expect(await restore('fine', name), name).toMatch(outcome);
    expect(await wholeState(pair.live)).toEqual(before);
  });

  it('leaves of a partitioned table are tables like others', async () => {
    await pair.live.query(`drop table of_parts; update parts set note = 'changed'`);
    expect(await restore('parts_low')).toBe('done');
    expect(await pair.live.query('select note from parts order by id')).toEqual([{ note: 'low' }, { note: 'changed' }]);
    await pair.live.query('delete from parts');
    expect(await restore('parts', 'parts_low', 'parts_high')).toBe('done');
    expect(await pair.live.query('select note from parts order by id')).toEqual([{ note: 'low' }, { note: 'high' }]);
  });

  it('row security that applies to the role is refused, also in the plan', async () => {
    const role = await createRole(major, {});
    try {
      await pair.live.query(`alter table hidden owner to ${role.name};
        alter table hidden enable row level security; alter table hidden force row level security`);
      const work = (names: string[]) =>
        pair.connected(async (live, source) => {
          const plan = await planTables(
            live,
            names.map((name) => table(name)),
          );
          const outcome = await outcomeOf(copyIntoLive(live, source, { tables: names.map((name) => table(name)) }));
          return { outcome, reasons: plan.obstacles.map(({ details }) => details?.reason) };
        }, role);
      expect(await work(['hidden'])).toEqual({
        outcome: expect.stringMatching(/^UNSUPPORTED: Row security hides rows of hidden from this role\./),
        reasons: ['row-security'],
      });
      expect(await work(['fine', 'gone'])).toEqual({
        outcome: expect.stringMatching(/^FORBIDDEN: The table fine belongs to another role of the database\./),
        reasons: ['owner'],
      });
    } finally {
      await pair.live.query(`reassign owned by ${role.name} to current_user; drop owned by ${role.name}`);
      await role.drop();
    }
  });

  it('a table that stays locked is told as busy, and nothing waits behind it', async () => {
    await pair.connected(async (holder) => {
      await holder.query('begin; lock table fine in row exclusive mode');
      const outcome = pair.connected((live, source) =>
        outcomeOf(copyIntoLive(live, source, { tables: [table('fine')], lockTimeoutMs: 100 })),
      );
      expect(await outcome).toMatch(/^BUSY: A table is locked by another session/);
    });
    expect(await restore('fine')).toBe('done');
  });
});
