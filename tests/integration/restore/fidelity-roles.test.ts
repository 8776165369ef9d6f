import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LoadOptions } from '@/lib/backup/database/restore/load-options';
import { loadSql } from '@/lib/backup/database/restore/load-sql';
import { createDatabase, createRole, type TestDatabase, type TestRole } from '@/tests/support/postgres';
import { targetOf } from '../fingerprint/fingerprint-of';
import { addEveryObject } from './fidelity-objects';
import { outcomeOf } from './outcome-of';
import { backUp, stream, wasmEngine } from './restore-support';

const END = '--\n-- PostgreSQL database dump complete\n--\n';
const OPTIONS: LoadOptions = { ownership: 'keep', serverMajor: 18 };
const absent = `gone_${randomBytes(4).toString('hex')}`;

describe.each([true, false])('owners and grants, private database: %s', (privateDatabase) => {
  let owner: TestRole;
  let reader: TestRole;
  let database: TestDatabase;
  beforeAll(async () => {
    owner = await createRole(18, {});
    reader = await createRole(18, { login: false });
  });
  afterAll(async () => {
    await owner?.drop();
    await reader?.drop();
  });
  beforeEach(async () => {
    database = await createDatabase({ major: 18, owner: owner.name });
  });
  afterEach(() => database?.drop());

  const load = (text: string, more: Partial<LoadOptions> = {}, user?: TestRole) => {
    const target = { ...targetOf(database.url), ...(user && { user: user.name, password: user.password }) };
    return loadSql(target, stream(Buffer.from(`${text}\n${END}`)), { ...OPTIONS, privateDatabase, ...more });
  };
  const ownerOf = async (table: string) =>
    (
      await database.query<{ owner: string }>(
        `select relowner::regrole::text as owner from pg_class where relname = '${table}'`,
      )
    )[0]?.owner;

  it('leaves out what names roles that are not there, and says so in one sentence each', async () => {
    const text = `CREATE TABLE public.a (i int);\nALTER TABLE public.a OWNER TO ${absent};\nCREATE TABLE public.b (i int);
ALTER TABLE public.b OWNER TO ${absent};\nCREATE TABLE public.c (i int);\nALTER TABLE public.c OWNER TO "${reader.name}";
COPY public.a (i) FROM stdin;\n1\n\\.\nGRANT SELECT ON TABLE public.a TO ${absent};\nGRANT SELECT ON TABLE public.a TO "${reader.name}";
ALTER DEFAULT PRIVILEGES FOR ROLE ${absent} IN SCHEMA public GRANT SELECT ON TABLES TO "${reader.name}";`;
    const { notes } = await load(text);
    expect(notes).toEqual([
      `The role ${absent} does not exist on this server: 2 objects that it owned stayed with the role that restored.`,
      `The role ${absent} does not exist on this server: 2 grants or revocations that name it were left out.`,
    ]);
    expect(await ownerOf('a')).toBe('postgres');
    expect(await ownerOf('c')).toBe(reader.name);
    expect(await database.query(`select has_table_privilege('${reader.name}', 'a', 'select') as may`)).toEqual([
      { may: true },
    ]);
  });

  it('is an error where something other than a role is missing', async () => {
    expect(await outcomeOf(load('ALTER TABLE public.nothing OWNER TO postgres;'))).toMatch(/^CORRUPT: .*ALTER TABLE/);
    expect(await outcomeOf(load('GRANT USAGE ON TYPE public.nothing TO postgres;'))).toMatch(/^CORRUPT: .*GRANT/);
  });

  it('gives grants of a third person to the owner, without ever becoming somebody else', async () => {
    const text = `CREATE TABLE public.a (i int);\nSET SESSION AUTHORIZATION '${reader.name}';
GRANT SELECT ON TABLE public.a TO "${owner.name}";\nRESET SESSION AUTHORIZATION;`;
    const { notes } = await load(text);
    expect(notes).toEqual([
      'Of 1 grant or revocation somebody else than the owner was the author; now it is the owner.',
    ]);
    expect(await database.query(`select has_table_privilege('${owner.name}', 'a', 'select') as may`)).toEqual([
      { may: true },
    ]);
  });

  it('loads a site as an ordinary role, and keeps what that role may not give away', async () => {
    const text = `CREATE TABLE public.a (i int);\nALTER TABLE public.a OWNER TO "${reader.name}";
COPY public.a (i) FROM stdin;\n1\n\\.\nALTER TABLE ONLY public.a\n    ADD CONSTRAINT a_pkey PRIMARY KEY (i);\nREVOKE ALL ON SCHEMA pg_catalog FROM PUBLIC;`;
    const { notes } = await load(text, {}, owner);
    expect(await ownerOf('a')).toBe(owner.name);
    expect(notes).toEqual([
      `The role that restored may not give objects to ${reader.name}: 1 object stayed with it.`,
      'The role that restored may not change some privileges: 1 grant or revocation had no effect.',
    ]);
  });

  it('gives objects away only when they are filled, so that a role need not inherit from their owner', async () => {
    await database.query(
      `GRANT "${reader.name}" TO "${owner.name}" WITH INHERIT FALSE, SET TRUE; GRANT CREATE ON SCHEMA public TO "${reader.name}"`,
    );
    const text = `CREATE TABLE public.a (i int);\nALTER TABLE public.a OWNER TO "${reader.name}";
COPY public.a (i) FROM stdin;\n1\n\\.\nCREATE INDEX a_i ON public.a USING btree (i);`;
    expect(await load(text, {}, owner)).toMatchObject({ notes: [] });
    expect(await ownerOf('a')).toBe(reader.name);
    expect(await ownerOf('a_i')).toBe(reader.name);
  });

  it('loads as the owner although the connection is a superuser’s, code of the dump included', async () => {
    const text = `CREATE TABLE public.seen (who text DEFAULT CURRENT_USER, what text);
CREATE FUNCTION public.check_it() RETURNS boolean LANGUAGE sql AS $$ select current_user = '${owner.name}' $$;
CREATE TABLE public.a (i int CHECK (public.check_it()));\nCOPY public.a (i) FROM stdin;\n1\n\\.
COPY public.seen (what) FROM stdin;\nx\n\\.\nCREATE INDEX a_i ON public.a USING btree (i);`;
    await load(text, { role: owner.name });
    expect(await database.query('select who from seen')).toEqual([{ who: owner.name }]);
    expect([await ownerOf('a'), await ownerOf('a_i')]).toEqual([owner.name, owner.name]);
  });

  it('refuses a dump that wants its role back, by a statement or by code', async () => {
    for (const sql of [
      'RESET ROLE;',
      'SET ROLE postgres;',
      "SELECT pg_catalog.set_config('role', 'postgres', false);",
    ]) {
      expect(await outcomeOf(load(sql, { role: owner.name })), sql).toMatch(/^CORRUPT: The dump holds/);
    }
    const text = `CREATE FUNCTION public.escape() RETURNS boolean LANGUAGE plpgsql AS $$ begin reset role; return true; end $$;
CREATE TABLE public.a (i int CHECK (public.escape()));\nCOPY public.a (i) FROM stdin;\n1\n\\.`;
    expect(await outcomeOf(load(text, { role: owner.name }))).toMatch(/^CORRUPT: The dump holds a change of role/);
  });

  it('lets the connection create the extensions that were asked for, in the schema that the dump names', async () => {
    const text = `CREATE SCHEMA ext;\nCREATE EXTENSION IF NOT EXISTS file_fdw WITH SCHEMA ext;\nCOMMENT ON EXTENSION file_fdw IS 'files';`;
    expect(await outcomeOf(load(text, { role: owner.name }))).toMatch(/^UNSUPPORTED: .*extension.*: file_fdw\./);
    await database.query('DROP SCHEMA IF EXISTS ext CASCADE');
    const { notes } = await load(text, { role: owner.name, extensions: ['file_fdw', 'pageinspect'] });
    expect(notes).toEqual(["The server's own descriptions of 1 extension were kept."]);
    const found = await database.query(
      `select extname, extnamespace::regnamespace::text as schema from pg_extension where extname <> 'plpgsql' order by 1`,
    );
    expect(found).toEqual([
      { extname: 'file_fdw', schema: 'ext' },
      { extname: 'pageinspect', schema: 'public' },
    ]);
    const unknown = outcomeOf(load('CREATE TABLE public.t (a int);', { extensions: ['no_such_extension'] }));
    expect(await unknown).toMatch(/^UNSUPPORTED: .*: no_such_extension\./);
  });

  it('creates no extension for a dump that has put code before it', async () => {
    const text = `CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'select 1';\nCREATE EXTENSION IF NOT EXISTS file_fdw WITH SCHEMA public;`;
    await load(text, { role: owner.name, extensions: ['file_fdw'] });
    const before = await database.query(
      `select (select oid from pg_extension where extname = 'file_fdw') < (select oid from pg_proc where proname = 'f') as "before"`,
    );
    expect(before).toEqual([{ before: true }]);
  });

  it('says that it may not become the role that was asked for', async () => {
    const outcome = await outcomeOf(load('CREATE TABLE public.t (a int);', { role: 'postgres' }, owner));
    expect(outcome).toMatch(/^UNSUPPORTED: .*as the role that was asked for/);
  });

  it('leaves owners and grants out where it is told to', async () => {
    const source = await createDatabase({ major: 18 });
    try {
      await addEveryObject(source, { owner: owner.name, reader: reader.name }, { superuserObjects: false });
      const { dump } = await backUp(source, wasmEngine());
      const options = { ...OPTIONS, ownership: 'skip', privateDatabase, role: owner.name } as const;
      const extensions = ['citext', 'btree_gist', 'pg_trgm'];
      const { notes } = await loadSql(targetOf(database.url), stream(dump), { ...options, extensions });
      expect(notes.filter((note) => !note.includes('extension'))).toEqual([]);
      const others = await database.query(
        `select relname from pg_class where relnamespace in ('public'::regnamespace, 'tools'::regnamespace)
           and (relowner::regrole::text <> '${owner.name}' or relacl is not null)`,
      );
      expect(others).toEqual([]);
    } finally {
      await source.drop();
    }
  });
});
