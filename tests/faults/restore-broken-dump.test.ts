import { afterAll, describe, expect, test } from 'vitest';
import { runMigrations } from '@/lib/db/migrate';
import {
  createDatabase,
  createRole,
  openDatabase,
  siteDatabase,
  type TestDatabase,
  type TestRole,
} from '../support/postgres';
import { planned } from '../support/restoring';
import { refusedRestore } from './restore-disturbed';
import { openRestoreSite } from './restore-site';

const undo: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

/** An index whose function finds its helper by search_path alone: it can be dumped, and no server can make it again. */
const BROKEN_INDEX = `
  create function public.letters(t text) returns text immutable language plpgsql as $$ begin return lower(t); end $$;
  create function public.normal(t text) returns text immutable language plpgsql as $$ begin return letters(t); end $$;
  create table named (name text);
  create index named_normal on named (normal(name));
  insert into named values ('One'), ('Two')`;
/** Rows that a rule of their own table refuses, since it looks at another table that is not filled yet. */
const BROKEN_ROWS = `
  create table a_child (id int);
  create table b_parent (id int);
  create function public.has_parent(child int) returns boolean stable language sql as
    'select exists (select from public.b_parent where id = child)';
  insert into b_parent values (1);
  alter table a_child add constraint child_has_parent check (public.has_parent(id));
  insert into a_child values (1)`;

const BROKEN: [what: string, sql: string, message: string][] = [
  ['an index that cannot be made', BROKEN_INDEX, 'the server refused CREATE INDEX for named.'],
  ['rows that are refused', BROKEN_ROWS, 'the server refused the rows of a_child.'],
];

/** The site of a role that may not create databases. */
async function ownedSite(): Promise<{ database: TestDatabase; role: TestRole }> {
  const role = await createRole(18);
  const { name, server, drop } = await createDatabase({ owner: role.name });
  const url = (database: string) => server.url(database).replace(/\/\/[^@]+@/, `//${role.name}:${role.password}@`);
  const database = { ...openDatabase({ ...server, url }, name), drop };
  await runMigrations(database.url);
  undo.push(() => role.drop());
  undo.push(drop);
  return { database, role };
}

describe.each(BROKEN)('a backup with %s', (_, sql, message) => {
  test('leaves the live database as it was, restored beside it', async () => {
    const site = await openRestoreSite({ database: await siteDatabase(), prepare: sql });
    undo.push(() => site.close());
    expect(await refusedRestore(site, { kind: 'live' })).toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('Do not count on this backup'),
    });
    await site.expectUntouched();
    expect(await refusedRestore(site, { kind: 'database' })).toMatchObject({ code: 'CORRUPT' });
    await site.expectUntouched();
  });

  test('leaves the live database as it was, restored in one transaction', async () => {
    const { database } = await ownedSite();
    const site = await openRestoreSite({ database, prepare: sql });
    undo.push(() => site.close());
    expect((await planned(site.module, site.backupId, { kind: 'live' })).target).toMatchObject({
      method: 'transaction',
    });
    expect(await refusedRestore(site, { kind: 'live' })).toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('Do not count on this backup'),
    });
    await site.expectUntouched();
  });
});
