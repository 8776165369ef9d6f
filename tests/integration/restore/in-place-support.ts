import type { Client } from 'pg';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import {
  createDatabase,
  createRole,
  type PostgresMajor,
  type TestDatabase,
  type TestRole,
} from '@/tests/support/postgres';
import { fillRichSchema } from '../database-dump/rich-schema';
import { targetOf } from '../fingerprint/fingerprint-of';

/** Objects beyond those of the rich schema that a role without superuser can make. */
const MORE = `
  create schema extensions; create extension citext schema extensions; create extension hstore;
  create table contacts (email extensions.citext primary key, more hstore); insert into contacts values ('A@b.c', 'a=>1');
  comment on schema public is 'ours'; grant usage, create on schema public to pg_monitor; revoke usage on schema public from public;
  alter default privileges grant select on tables to pg_monitor;
  alter default privileges revoke execute on functions from public;
  alter default privileges in schema audit grant usage on sequences to pg_monitor;
  create type span as range (subtype = int8, multirange_type_name = spans);
  create function same(address, address) returns boolean language sql immutable return ($1).zip = ($2).zip;
  create operator === (leftarg = address, rightarg = address, function = same, commutator = ===);
  create function to_words(address) returns text language sql immutable return ($1).street;
  create cast (address as text) with function to_words(address);
  create aggregate every_one (boolean) (sfunc = booland_statefunc, stype = boolean);
  create aggregate how_many (*) (sfunc = int8inc, stype = int8, initcond = '0');
  create procedure nothing(inout a int) language plpgsql as $$ begin a := 1; end $$;
  create collation german (provider = icu, locale = 'de-DE'); create text search configuration ours (copy = simple);
  create text search dictionary plain (template = simple);
  create conversion odd_conversion for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
  create rule quiet as on delete to contacts do also nothing; alter table contacts enable row level security;
  create policy everybody on contacts for select using (true); create publication news for table contacts;
  create function "of the ""trigger"" é"() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger t before insert on contacts for each row execute function "of the ""trigger"" é"();`;

export interface OwnedSite {
  database: TestDatabase;
  /** Owns the database and everything in it. No superuser, no CREATEDB. */
  role: TestRole;
  asOwner<T>(work: (client: Client) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

export async function emptySite(major: PostgresMajor): Promise<OwnedSite> {
  const role = await createRole(major, {});
  const database = await createDatabase({ major, owner: role.name });
  return {
    database,
    role,
    async asOwner(work) {
      const target = { ...targetOf(database.url), user: role.name, password: role.password };
      const client = await openClient(target, { applicationName: 'test owner' });
      try {
        return await work(client);
      } finally {
        await closeClient(client);
      }
    },
    async drop() {
      await database.drop();
      await role.drop();
    },
  };
}

export async function ownedSite(major: PostgresMajor): Promise<OwnedSite> {
  const site = await emptySite(major);
  await site.asOwner(async (client) => {
    await fillRichSchema(
      { ...site.database, query: async (sql) => (await client.query(sql)).rows },
      { users: 50, orders: 200 },
    );
    await client.query(MORE);
  });
  return site;
}
