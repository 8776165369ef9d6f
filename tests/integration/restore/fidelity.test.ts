import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRestored } from '@/lib/backup/database/restore/compare-restored';
import { loadArchive } from '@/lib/backup/database/restore/load-archive';
import { loadSql } from '@/lib/backup/database/restore/load-sql';
import { nativeTool } from '@/tests/support/native-tools';
import { createDatabase, createRole, siteDatabase, type TestDatabase, type TestRole } from '@/tests/support/postgres';
import { fillRichSchema } from '../database-dump/rich-schema';
import { targetOf } from '../fingerprint/fingerprint-of';
import { addEveryObject } from './fidelity-objects';
import { backUp, nativeEngine, stream, type TestBackup, wasmEngine } from './restore-support';

const sources = {
  'the tables of the site': (major: 15 | 17 | 18) => siteDatabase(major),
  'a rich schema': async (major: 15 | 17 | 18) => {
    const database = await createDatabase({ major });
    await fillRichSchema(database);
    return database;
  },
};
const engines = { native: nativeEngine, wasm: () => wasmEngine() };

/** What pg_dump says of a database, without the key of \restrict, which is random. Nothing else is left out. */
async function structure(database: TestDatabase): Promise<string[]> {
  const { dump } = await backUp(database, wasmEngine(), { selection: { kind: 'schema' } });
  const lines = dump.toString('utf8').split('\n');
  return lines.filter((line) => !/^\\(un)?restrict /.test(line));
}

/** What a structure does not say: large objects with their rights, and which materialized views are filled. */
const beyondStructure = (database: TestDatabase) =>
  database.query(
    `select m.oid::text, m.lomowner::regrole::text as owner, m.lomacl::text as acl, md5(string_agg(data, '' order by pageno)) as content
       from pg_largeobject_metadata m left join pg_largeobject p on p.loid = m.oid group by 1, 2, 3
     union all select oid::regclass::text, relispopulated::text, indisclustered::text, indisreplident::text
       from pg_class left join pg_index on indrelid = oid where relkind = 'm' order by 1`,
  );

const load = (target: TestDatabase, backup: TestBackup, more: { privateDatabase: boolean }) => {
  const { major } = target.server;
  const options = { ...more, ownership: 'keep', serverMajor: major, jobs: 3 } as const;
  const tool = nativeTool('pg_restore', backup.request.source.archiveMajor);
  if (backup.request.format === 'plain') return loadSql(targetOf(target.url), stream(backup.dump), options);
  if (!tool) throw new Error('No pg_restore.');
  return loadArchive(targetOf(target.url), stream(backup.dump), { ...options, pgRestore: tool });
};

describe.each([15, 17, 18] as const)('PostgreSQL %i', (major) => {
  // Archives with large objects are decoded by pg_restore alone, the others by pg_restore and by us.
  describe.each(Object.entries(sources))('%s, with every other kind of object', (name, make) => {
    let source: TestDatabase;
    let roles: TestRole[];
    let expected: string[];
    beforeAll(async () => {
      roles = [await createRole(major), await createRole(major, { login: false })];
      source = await make(major);
      await addEveryObject(
        source,
        { owner: roles[0]?.name ?? '', reader: roles[1]?.name ?? '' },
        { largeObjects: name !== 'the tables of the site' },
      );
      expected = await structure(source);
      // The comparison below is worth what stands in here.
      for (const part of [
        'EVENT TRIGGER',
        'ATTACH PARTITION',
        'POLICY',
        'RULE',
        'PUBLICATION',
        'STATISTICS',
        'GRANT',
        'OWNER TO',
      ]) {
        expect(expected.join('\n')).toContain(part);
      }
    });
    afterAll(async () => {
      await source?.drop();
      for (const role of roles ?? []) await role.drop();
    });

    describe.each(['native', 'wasm'] as const)('%s', (engineName) => {
      it.for([
        { output: 'plain', privateDatabase: true },
        { output: 'plain', privateDatabase: false },
        { output: 'custom', privateDatabase: true },
        { output: 'custom', privateDatabase: false },
      ] as const)(
        '$output comes back the same, private: $privateDatabase',
        async ({ output, privateDatabase }, { skip }) => {
          const engine = engines[engineName](major);
          if (!engine) return skip(`no native pg_dump ${major} or newer on this machine`);
          if (output === 'custom' && !nativeTool('pg_restore', engine.major)) {
            return skip(`no pg_restore ${engine.major} or newer on this machine`);
          }
          const backup = await backUp(source, engine, { output });
          const restored = await createDatabase({ major });
          try {
            const summary = await load(restored, backup, { privateDatabase });
            expect(summary.notes).toEqual([]);
            expect(await compareRestored(targetOf(restored.url), backup.request.expected)).toMatchObject({
              same: true,
              reason: null,
            });
            expect(await structure(restored)).toEqual(expected);
            expect(await beyondStructure(restored)).toEqual(await beyondStructure(source));
          } finally {
            await restored.drop();
          }
        },
      );
    });
  });
});
