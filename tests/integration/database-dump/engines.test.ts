import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DumpEngine } from '@/lib/backup/database/dump/dump-engine';
import { createDatabase, type PostgresMajor, type TestDatabase } from '@/tests/support/postgres';
import { dumpSessions, dumpWhole, engineFor, targetOf } from './dump-support';
import { fillRichSchema, RICH_TABLES } from './rich-schema';

const majors: PostgresMajor[] = [15, 17, 18];
const names = ['native', 'wasm'] as const;

describe.each(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major });
    await fillRichSchema(database);
  });
  afterAll(() => database.drop());

  describe.each(names)('%s', (name) => {
    let engine: DumpEngine | null;
    beforeAll(async () => {
      engine = await engineFor(name, major);
    });

    test('dumps everything as SQL and reports each table', async (context) => {
      if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
      const { bytes, tables } = await dumpWhole(engine, targetOf(database.url));
      const sql = bytes.toString('utf8');
      expect(tables.map((table) => `${table.schema}.${table.name}`).sort()).toEqual(RICH_TABLES);
      expect(sql).toContain('Näme 日本 😀');
      expect(sql).toContain('lo_create');
      expect(sql).toContain('PostgreSQL database dump complete');
      expect(sql).not.toContain('must not be dumped');
      expect(sql).not.toContain('pg_attver');
      expect(sql).toContain('SET (n_distinct=5)');
      expect(sql.includes('SET transaction_timeout')).toBe(major >= 17);
      expect(await dumpSessions(database)).toBe(0);
    });

    test('writes a custom archive', async (context) => {
      if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
      const { bytes, tables } = await dumpWhole(engine, targetOf(database.url), { output: 'custom' });
      expect(bytes.toString('latin1', 0, 5)).toBe('PGDMP');
      expect(tables).toHaveLength(RICH_TABLES.length);
    });

    test('dumps the structure alone', async (context) => {
      if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
      const { bytes, tables } = await dumpWhole(engine, targetOf(database.url), { selection: { kind: 'schema' } });
      expect(tables).toEqual([]);
      expect(bytes.toString()).toContain('CREATE TABLE public."userAccount"');
      expect(bytes.toString()).not.toContain('COPY public');
    });

    test('dumps named tables whatever their names hold', async (context) => {
      if (!engine) return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
      const wanted = [
        { schema: 'public', name: 'subscriptionHistory' },
        { schema: 'public', name: 'weird " .*?[a]|$ name\\' },
      ];
      const selection = { kind: 'tables' as const, tables: wanted };
      const { tables } = await dumpWhole(engine, targetOf(database.url), { selection });
      expect(tables).toEqual(wanted);
    });
  });
});
