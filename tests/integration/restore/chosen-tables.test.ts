import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/lib/backup/database/open-client';
import { copyIntoLive } from '@/lib/backup/database/restore/copy-into-live';
import { planTables } from '@/lib/backup/database/restore/plan-tables';
import { createRole } from '@/tests/support/postgres';
import { fingerprintOf, targetOf } from '../fingerprint/fingerprint-of';
import { outcomeOf } from './outcome-of';
import { schemaText, type TwoDatabases, table, twoBuilt, twoSites, wholeState } from './two-databases';

const names = ['comments', 'votes', 'favorites', 'activityLogs'];
const interactions = names.map((name) => table(name));

/** What happened to the site since the backup: rows lost, changed and new, and triggers that must not fire. */
const LATER = `
  delete from comments where id in (select id from comments order by id limit 3);
  update votes set vote_type = 'changed';
  delete from favorites;
  insert into "activityLogs" (action, timestamp) select 'later', now() from generate_series(1, 5);
  create table log_of_triggers (what text);
  create function note() returns trigger language plpgsql as $$ begin insert into public.log_of_triggers values (tg_op); return coalesce(new, old); end $$;
  create trigger noted before insert or update or delete on comments for each row execute function note();
  create trigger always_noted after insert or delete on votes execute function note();
  alter table votes enable always trigger always_noted;
  create trigger asleep after insert on votes execute function note();
  alter table votes disable trigger asleep;
  create constraint trigger at_the_end after insert on comments deferrable initially deferred for each row execute function note();
  alter table reports add column "commentId" text constraint "of a comment" references comments (id) on delete set null deferrable;
  comment on constraint "of a comment" on reports is 'it''s kept';
  alter table reports add constraint unproven foreign key ("commentId") references comments (id) not valid;`;

describe.each([15, 17, 18] as const)('chosen tables into the live site on PostgreSQL %i', (major) => {
  let sites: TwoDatabases;
  beforeAll(async () => {
    sites = await twoSites(major);
    await sites.live.query(LATER);
  });
  afterAll(() => sites?.drop());

  it('a failing check leaves everything as it was', async () => {
    const before = await wholeState(sites.live);
    const check = () => Promise.reject(new Error('no'));
    await expect(
      sites.connected((live, source) => copyIntoLive(live, source, { tables: interactions, check })),
    ).rejects.toThrow();
    expect(await wholeState(sites.live)).toEqual(before);
  });

  it('replaces their rows, and nothing else changes: no trigger fires, keys and triggers are as before', async () => {
    const others = await fingerprintOf(sites.live.url);
    const structure = await schemaText(sites.live);
    const seen: string[] = [];
    const copied = await sites.connected((live, source) =>
      copyIntoLive(live, source, { tables: interactions, onTable: ({ name }) => seen.push(name) }),
    );
    expect(seen).toEqual(names);
    const wanted = await fingerprintOf(sites.source.url, interactions);
    expect(copied.map(({ name, after }) => ({ name, after }))).toEqual(
      wanted.map(({ name, rows }) => ({ name, after: rows })),
    );
    expect(copied.map(({ before, after }) => after - before)).toMatchObject([3, 0, expect.any(Number), -5]);
    expect(await fingerprintOf(sites.live.url, interactions)).toEqual(wanted);
    const untouched = ({ name }: { name: string }) => !names.includes(name);
    expect((await fingerprintOf(sites.live.url)).filter(untouched)).toEqual(others.filter(untouched));
    expect(await schemaText(sites.live)).toBe(structure);
    expect(await sites.live.query('select * from log_of_triggers')).toEqual([]);
  });

  it('a sequence keeps the numbers that were handed out since, and moves forward to the backup’s', async () => {
    const read = () => sites.live.query<{ v: string }>(`select last_value::text as v from "activityLogs_id_seq"`);
    const [before] = await read();
    await sites.connected((live, source) => copyIntoLive(live, source, { tables: interactions }));
    expect(await read()).toEqual([before]);
    await sites.source.query(`select setval('"activityLogs_id_seq"', 900000)`);
    const failing = { tables: interactions, check: () => Promise.reject(new Error('no')) };
    await expect(sites.connected((live, source) => copyIntoLive(live, source, failing))).rejects.toThrow();
    expect(await read()).toEqual([before]);
    await sites.connected((live, source) => copyIntoLive(live, source, { tables: interactions }));
    expect(await read()).toEqual([{ v: '900000' }]);
  });

  it('the plan names tables that are missing and references that cross the border', async () => {
    const client = await openClient(targetOf(sites.live.url), { applicationName: 'test' });
    const plan = await planTables(client, [...interactions, table('nowhere')]);
    await client.end();
    expect(plan.missing).toEqual([table('nowhere')]);
    expect(plan.present).toEqual(interactions);
    expect(plan.obstacles).toEqual([]);
    expect(plan.referencedBy.map(({ name }) => name)).toEqual(['of a comment', 'unproven']);
    expect(new Set(plan.referencesOutside.map(({ parent }) => parent.name))).toEqual(
      new Set(['client_profiles', 'tenant', 'users']),
    );
  });

  it('is refused where other rows would point at nothing, or the backup’s rows at rows that are gone', async () => {
    const before = await wholeState(sites.live);
    await sites.live.query(`insert into comments (id, content, "userId", "itemId") select 'new', 'x', id, 'item' from client_profiles limit 1;
      update reports set "commentId" = 'new' where id = (select min(id) from reports)`);
    const restore = (name: string) =>
      outcomeOf(sites.connected((live, source) => copyIntoLive(live, source, { tables: [table(name)] })));
    expect(await restore('comments')).toBe(
      'CONFLICT: 1 row of reports refers to rows of comments that are not in the backup (foreign key "of a comment"). Nothing was changed. ' +
        'Restore reports together with comments, or restore into a side schema.',
    );
    await sites.live.query(
      `update reports set "commentId" = null; delete from comments where id = 'new'; truncate log_of_triggers`,
    );
    expect(await wholeState(sites.live)).toEqual(before);

    const copyOne = (name: string, changes: string) =>
      sites.source.query(
        `insert into ${name} select (jsonb_populate_record(t, '${changes}')).* from ${name} t limit 1`,
      );
    await copyOne('users', '{"id":"gone","email":"gone@example.com"}');
    await copyOne('client_profiles', '{"id":"gone","userId":"gone","email":"gone@example.com","username":"gone"}');
    await sites.source.query(`insert into votes (id, userid, item_id) values ('of nobody', 'gone', 'item')`);
    expect(await restore('votes')).toMatch(
      /^CONFLICT: 1 row of votes in the backup refers to rows of client_profiles that the live database does not have \(foreign key ".*"\)\. Nothing was changed\. Restore client_profiles together with votes/,
    );
    expect(await wholeState(sites.live)).toEqual(before);
  });
});

describe('the role of the site', () => {
  it('needs neither a superuser nor CREATEDB, but the tables', async () => {
    const role = await createRole(18, {});
    const sites = await twoBuilt(
      18,
      'create table a (id int primary key); create table b (a int references a)',
      role.name,
    );
    try {
      await sites.source.query('insert into a values (1); insert into b values (1)');
      await sites.live.query(`alter table a owner to ${role.name}`);
      const restore = () =>
        outcomeOf(sites.connected((live, source) => copyIntoLive(live, source, { tables: [table('a')] }), role));
      expect(await restore()).toMatch(/^FORBIDDEN: The table b references chosen tables and belongs to another role\./);
      await sites.live.query(`alter table b owner to ${role.name}`);
      expect(await restore()).toBe('done');
      expect(await sites.live.query('select * from a')).toEqual([{ id: 1 }]);
    } finally {
      await sites.drop();
      await role.drop();
    }
  });
});
