import { describe, expect, it } from 'vitest';
import {
  decideStatement,
  type StatementPolicy,
  statementKind,
  statementTable,
} from '@/lib/backup/database/restore/statement-policy';

const policy: StatementPolicy = { skipOwnership: true, serverMajor: 18, absentTables: [] };
const KEY = `ALTER TABLE ONLY public.comments
    ADD CONSTRAINT "comments_userId_fkey" FOREIGN KEY ("userId", b) REFERENCES public."clientProfiles"(id, b) ON DELETE CASCADE;`;

describe('decideStatement', () => {
  it('leaves owners and privileges out where asked, and nothing that only looks like them', () => {
    const ownership = [
      'ALTER TABLE public.t OWNER TO site;',
      'ALTER FUNCTION public.f(a integer) OWNER TO "odd "" role";',
      'GRANT SELECT ON TABLE public.t TO ro;',
      'REVOKE ALL ON SCHEMA public FROM PUBLIC;',
      'ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA public GRANT SELECT ON TABLES TO b;',
      "SET SESSION AUTHORIZATION 'a';",
      'ALTER ROLE a SET search_path TO b;',
    ];
    for (const sql of ownership) {
      expect(decideStatement(sql, policy), sql).toBe('skip');
      expect(decideStatement(sql, { ...policy, skipOwnership: false }), sql).toBe('run');
    }
    const others = [
      "ALTER TABLE ONLY public.t ALTER COLUMN a SET DEFAULT 'x OWNER TO y';",
      `COMMENT ON TABLE public.t IS 'GRANT; OWNER TO "b"';`,
      'ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;',
    ];
    for (const sql of others) expect(decideStatement(sql, policy), sql).toBe('run');
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

  it('refuses what would end the transaction or change the meaning of quotes', () => {
    for (const sql of ['ROLLBACK;', 'commit and chain;', 'SAVEPOINT a;', 'SET standard_conforming_strings = off;']) {
      expect(() => decideStatement(sql, policy), sql).toThrow(/which pg_dump never writes/);
    }
    expect(decideStatement('BEGIN;', policy)).toBe('skip');
    expect(decideStatement('COMMIT;', policy)).toBe('skip');
    expect(decideStatement("COMMENT ON SCHEMA public IS 'x';", policy)).toBe('run');
    expect(decideStatement("CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p;", policy)).toBe('skip');
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
