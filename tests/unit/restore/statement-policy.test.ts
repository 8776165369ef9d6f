import { describe, expect, it } from 'vitest';
import {
  decideStatement,
  type StatementPolicy,
  statementKind,
  statementTable,
} from '@/lib/backup/database/restore/statement-policy';

const policy: StatementPolicy = { ownership: 'skip', serverMajor: 18, absentTables: [] };
const keep: StatementPolicy = { ...policy, ownership: 'keep' };
const KEY = `ALTER TABLE ONLY public.comments
    ADD CONSTRAINT "comments_userId_fkey" FOREIGN KEY ("userId", b) REFERENCES public."clientProfiles"(id, b) ON DELETE CASCADE;`;

describe('decideStatement', () => {
  it('leaves owners and privileges out where asked, and nothing that only looks like them', () => {
    const ownership = [
      'ALTER TABLE public.t OWNER TO site;',
      'ALTER FUNCTION public.f(a integer) OWNER TO "odd "" role";',
      'ALTER LARGE OBJECT 4711 OWNER TO site;',
      'GRANT SELECT ON TABLE public.t TO ro;',
      'GRANT SELECT("a ON b"),UPDATE(c) ON TABLE public.t TO ro WITH GRANT OPTION;',
      'REVOKE GRANT OPTION FOR ALL ON FUNCTION public.f() FROM PUBLIC;',
      'REVOKE ALL ON SCHEMA public FROM PUBLIC;',
      'ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA public GRANT SELECT ON TABLES TO b;',
    ];
    for (const sql of ownership) {
      expect(decideStatement(sql, policy), sql).toBe('skip');
      expect(decideStatement(sql, keep), sql).toBe('ownership');
    }
    const others = [
      "ALTER TABLE ONLY public.t ALTER COLUMN a SET DEFAULT 'x OWNER TO y';",
      `COMMENT ON TABLE public.t IS 'GRANT; OWNER TO "b"';`,
      'ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;',
    ];
    for (const sql of others) expect(decideStatement(sql, policy), sql).toBe('run');
    expect(decideStatement("COMMENT ON EXTENSION citext IS 'x';", policy)).toBe('ownership');
  });

  it('never runs a change of role: what pg_dump writes is left out, the rest is refused', () => {
    for (const sql of ["SET SESSION AUTHORIZATION 'a';", 'ALTER ROLE a SET search_path TO b;']) {
      expect(decideStatement(sql, policy), sql).toBe('skip');
      expect(decideStatement(sql, keep), sql).toBe('skip');
    }
    expect(decideStatement('RESET SESSION AUTHORIZATION;', keep)).toBe('other-grantor');
    const refused = [
      'SET ROLE postgres;',
      'set role postgres;',
      'SET LOCAL ROLE postgres;',
      'SET/**/ROLE postgres;',
      '/* x */ SET ROLE postgres;',
      "SET role = 'postgres';",
      'SET "role" = postgres;',
      'SET role TO postgres;',
      'SET SESSION ROLE postgres;',
      'SET session_authorization = postgres;',
      'RESET ROLE;',
      'RESET ALL;',
      'DISCARD ALL;',
      "SELECT pg_catalog.set_config('role', 'postgres', false);",
      "SELECT set_config('role', 'none', true);",
      "SELECT pg_catalog.setval('public.s', (SELECT 1 FROM set_config('role', 'none', false)), true);",
      "ALTER TABLE public.t ADD CONSTRAINT c CHECK (set_config('role', 'none', false) <> '');",
      "DO $$ BEGIN EXECUTE 'RESET ROLE'; END $$;",
      'CALL public.p();',
      "CREATE ROLE me SUPERUSER PASSWORD 'x';",
      'ALTER USER me SUPERUSER;',
      'GRANT postgres TO me;',
      "ALTER SYSTEM SET archive_command = 'x';",
    ];
    for (const sql of refused) {
      for (const each of [policy, keep]) {
        expect(() => decideStatement(sql, each), sql).toThrow(/which pg_dump never writes/);
      }
    }
  });

  it('leaves settings out that the server does not know', () => {
    expect(decideStatement('SET transaction_timeout = 0;', { ...policy, serverMajor: 16 })).toBe('skip');
    expect(decideStatement('SET transaction_timeout = 0;', { ...policy, serverMajor: 17 })).toBe('run');
    expect(decideStatement("SET client_encoding = 'UTF8';", policy)).toBe('skip');
  });

  it('leaves out exactly the foreign keys to tables that the dump does not hold', () => {
    const absent = (name: string) => ({ ...policy, absentTables: [{ schema: 'public', name }] });
    expect(decideStatement(KEY, policy)).toBe('run');
    expect(decideStatement(KEY, absent('clientProfiles'))).toBe('skip');
    expect(decideStatement(KEY, absent('clientprofiles'))).toBe('run');
    expect(decideStatement(KEY, absent('comments'))).toBe('run');
    const check = `ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a <> 'FOREIGN KEY (a) REFERENCES public.x(id)'::text));`;
    expect(decideStatement(check, absent('x'))).toBe('run');
  });

  it('leaves out foreign keys from tables with rows to tables that get none', () => {
    const only = (...names: string[]) => ({ ...policy, onlyRowsOf: names.map((name) => ({ schema: 'public', name })) });
    expect(decideStatement(KEY, only('comments'))).toBe('skip');
    expect(decideStatement(KEY, only('comments', 'clientProfiles'))).toBe('run');
    expect(decideStatement(KEY, only('clientProfiles'))).toBe('run');
  });

  it('leaves out schemas that are there', () => {
    const present = { ...policy, presentSchemas: ['Odd "one'] };
    expect(decideStatement('CREATE SCHEMA "Odd ""one";', present)).toBe('skip');
    expect(decideStatement('CREATE SCHEMA odd;', present)).toBe('run');
  });

  it('refuses what would end the transaction, change the meaning of quotes or run a query', () => {
    const refused = [
      'ROLLBACK;',
      'commit and chain;',
      'SAVEPOINT a;',
      'SET standard_conforming_strings = off;',
      'SELECT 1/0;',
      'SELECT public.f();',
      'INSERT INTO public.t VALUES (public.f());',
      'INSERT INTO public.t SELECT 1;',
      'DELETE FROM public.t;',
      'DROP TABLE public.t;',
    ];
    for (const sql of refused) {
      expect(() => decideStatement(sql, policy), sql).toThrow(/which pg_dump never writes/);
    }
    expect(decideStatement('BEGIN;', policy)).toBe('skip');
    expect(decideStatement('COMMIT;', policy)).toBe('skip');
    expect(decideStatement('DROP TABLE IF EXISTS public.t;', policy)).toBe('skip');
    expect(decideStatement("CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p;", policy)).toBe('skip');
  });

  it('runs what pg_dump writes', () => {
    const written = [
      "COMMENT ON SCHEMA public IS 'x';",
      "SELECT pg_catalog.set_config('search_path', '', false);",
      "SELECT pg_catalog.setval('public.\"it''s\"', -4, false);",
      "SELECT pg_catalog.lo_create('4711');",
      "SELECT pg_catalog.lowrite(0, '\\x00ff');",
      "SELECT * FROM pg_catalog.pg_restore_relation_stats(\n\t'version', '180000'::integer,\n\t'relpages', '1'::integer\n);",
      'SET default_table_access_method = heap;',
      "SET default_tablespace = '';",
      'SET search_path = public, pg_catalog;',
      `INSERT INTO public.t ("a (", b) OVERRIDING SYSTEM VALUE VALUES (1, 'it''s', NULL, -1.5e10, B'101', true), (2, 'set_config(''role''', DEFAULT, 0, B'', false);`,
      'INSERT INTO public.t DEFAULT VALUES;',
      'CREATE USER MAPPING FOR a SERVER s;',
      "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $$ select set_config('role', 'x', true) $$;",
    ];
    for (const sql of written) expect(decideStatement(sql, policy), sql).toBe('run');
  });
});

describe('what an error may name', () => {
  it('is the kind of a statement, never a name or value', () => {
    expect(statementKind('CREATE UNIQUE INDEX i ON public.t USING btree (a);')).toBe('CREATE UNIQUE INDEX');
    expect(statementKind("SELECT pg_catalog.setval('public.s', 1, true);")).toBe('SELECT');
    expect(statementKind('INSERT INTO public.t VALUES (1);')).toBe('INSERT INTO');
    expect(statementKind('nonsense')).toBe('a statement');
  });

  it('is the table that a statement is about', () => {
    expect(statementTable(KEY)).toEqual({ schema: 'public', name: 'comments' });
    expect(statementTable('CREATE UNIQUE INDEX "i""x" ON ONLY a."B.c" USING btree (a);')).toEqual({
      schema: 'a',
      name: 'B.c',
    });
    expect(statementTable('CREATE TABLE public."t""1" (a int);')).toEqual({ schema: 'public', name: 't"1' });
    expect(statementTable('SELECT 1;')).toBeNull();
  });
});
