import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/lib/backup/database/open-client';
import { emptyDatabase } from '@/lib/backup/database/restore/empty-database';
import { targetOf } from '../fingerprint/fingerprint-of';
import { emptySite, type OwnedSite, ownedSite } from './in-place-support';
import { outcomeOf } from './outcome-of';
import { schemaText, wholeState } from './two-databases';

const keep = { keepSchemas: ['backup'] };

describe.each([15, 17, 18] as const)('a database emptied by its owner on PostgreSQL %i', (major) => {
  let site: OwnedSite;
  beforeAll(async () => {
    site = await ownedSite(major);
  });
  afterAll(() => site?.drop());
  const empty = () =>
    outcomeOf(
      site.asOwner(async (client) => {
        await client.query('begin');
        await emptyDatabase(client, keep);
        await client.query('commit');
      }),
    );

  it('is refused, naming what belongs to somebody else', async () => {
    const before = await wholeState(site.database);
    for (const [make, remove, message] of [
      [
        'create schema theirs; create table theirs.one (a int)',
        'drop schema theirs cascade',
        'table theirs.one stands in the way',
      ],
      [
        `create function stop() returns event_trigger language plpgsql as 'begin end'; create event trigger watch on ddl_command_start execute function stop()`,
        'drop event trigger watch; drop function stop()',
        'event trigger watch stands in the way',
      ],
      ['select lo_create(77)', 'select lo_unlink(77)', 'large object 77 stands in the way'],
      ['create schema theirs', 'drop schema theirs', 'schema theirs stands in the way'],
      [
        'create publication every_table for all tables',
        'drop publication every_table',
        'publication every_table stands',
      ],
    ] as const) {
      await site.database.query(make);
      const outcome = await empty();
      expect(outcome).toContain(`FORBIDDEN: The ${message}`);
      expect(outcome).toMatch(
        /belongs to the role "postgres"\. Let a superuser (run: ALTER .* OWNER TO "role_\w+";|remove it first\.)/,
      );
      await site.database.query(remove);
    }
    expect(await wholeState(site.database)).toEqual(before);
  });

  it('is refused where a kept schema depends on it', async () => {
    const before = await wholeState(site.database);
    for (const [make, remove, message] of [
      [
        'alter table backup.run add ref uuid constraint far references public.orders (id)',
        'alter table backup.run drop ref',
        'table constraint far on backup.run would be lost: it depends on the table public.orders.',
      ],
      [
        'alter table backup.run add state public.order_state',
        'alter table backup.run drop state',
        'table column backup.run.state would be lost: it depends on the type public.order_state.',
      ],
      [
        'create view backup.seen as select id from public.orders',
        'drop view backup.seen',
        /rule .*_RETURN.* on backup\.seen would be lost: it depends on the table public\.orders\./,
      ],
      [
        'create trigger t before insert on backup.run for each row execute function audit.record()',
        'drop trigger t on backup.run',
        'trigger t on backup.run would be lost: it depends on the function audit.record().',
      ],
      [
        'alter table backup.run alter id set default public.add(1)::text',
        'alter table backup.run alter id drop default',
        'default value for backup.run.id would be lost: it depends on the function public.add(integer,integer).',
      ],
    ] as const) {
      await site.asOwner((client) => client.query(make));
      expect(await empty()).toMatch(
        message instanceof RegExp ? message : new RegExp(`^CONFLICT: The ${message.replace(/[.()]/g, '\\$&')}`),
      );
      await site.asOwner((client) => client.query(remove));
    }
    expect(await wholeState(site.database)).toEqual(before);
  });

  it('rolled back, is as it was; committed, is like a new one with the same extensions and the kept schema', async () => {
    const before = await wholeState(site.database);
    const emptied = await site.asOwner(async (client) => {
      await client.query('begin');
      const result = await emptyDatabase(client, keep);
      await client.query('rollback');
      return result;
    });
    expect(emptied.remainingSchemas).toEqual(['extensions']);
    expect(emptied.removed).toBeGreaterThan(30);
    expect(await wholeState(site.database)).toEqual(before);

    expect(await empty()).toBe('done');
    const fresh = await emptySite(major);
    try {
      await fresh.asOwner((client) =>
        client.query('create schema extensions; create extension citext schema extensions; create extension hstore'),
      );
      const names = (text: string) => text.replaceAll(fresh.role.name, site.role.name);
      expect(await schemaText(site.database)).toBe(names(await schemaText(fresh.database)));
    } finally {
      await fresh.drop();
    }
    expect(await site.database.query('select id from backup.run')).toEqual([{ id: 'must not be dumped' }]);
    expect(await site.database.query('select oid from pg_largeobject_metadata')).toEqual([]);
    expect(await site.database.query('select oid from pg_default_acl')).toEqual([]);
    expect(await empty()).toBe('done');
  });

  it('gets its schema public back', async () => {
    const other = await emptySite(major);
    try {
      const bare = await schemaText(other.database);
      await other.asOwner(async (client) => {
        await client.query('drop schema public; begin');
        await emptyDatabase(client, keep);
        await client.query('commit');
      });
      expect(await schemaText(other.database)).toBe(bare);
    } finally {
      await other.drop();
    }
  });

  it('by a superuser, also of what only superusers make', async () => {
    const other = await emptySite(major);
    const asSuperuser = async (sql: string) => void (await other.database.query(sql));
    const client = await openClient(targetOf(other.database.url), { applicationName: 'test superuser' });
    try {
      await asSuperuser('create extension postgres_fdw');
      const bare = await schemaText(other.database);
      await asSuperuser(`
        create server far foreign data wrapper postgres_fdw; create user mapping for public server far;
        create foreign table far_table (a int) server far; create foreign data wrapper plain;
        create publication every_table for all tables; create operator family odd using btree;
        create function int_of(text) returns int language sql immutable return 1; create cast (text as int) with function int_of(text);
        create operator class odd_ops for type "char" using btree as operator 1 <, function 1 btcharcmp("char", "char");
        create text search template blunt (lexize = dsimple_lexize); create schema watch;
        create function watch.never() returns event_trigger language plpgsql as $$ begin raise exception 'no'; end $$;
        create event trigger a on ddl_command_start execute function watch.never()`);
      await client.query('begin');
      await emptyDatabase(client, keep);
      await client.query('commit');
      expect(await schemaText(other.database)).toBe(bare);

      await asSuperuser(`create subscription s connection 'dbname=nowhere' publication p with (connect = false)`);
      await client.query('begin');
      expect(await outcomeOf(emptyDatabase(client, keep))).toMatch(/^CONFLICT: A subscription of logical replication/);
      await client.query('rollback');
      await asSuperuser('alter subscription s set (slot_name = none)');
      await asSuperuser('drop subscription s');
    } finally {
      await client.end();
      await other.drop();
    }
  });

  it('stops where a table is in use longer than the lock timeout', async () => {
    const other = await ownedSite(major);
    try {
      const outcome = await other.asOwner((holder) =>
        other.asOwner(async (client) => {
          await holder.query('begin; select 1 from orders limit 1');
          await client.query(`begin; set local lock_timeout = '100ms'`);
          return outcomeOf(emptyDatabase(client, keep));
        }),
      );
      expect(outcome).toMatch(/^BUSY: A table is locked by another session/);
    } finally {
      await other.drop();
    }
  });
});
