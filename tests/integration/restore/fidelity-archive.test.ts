import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ByteWindow } from '@/lib/backup/database/restore/byte-window';
import { loadArchive } from '@/lib/backup/database/restore/load-archive';
import { readArchiveHead } from '@/lib/backup/database/restore/load-archive-head';
import { readArchiveRows } from '@/lib/backup/database/restore/load-archive-rows';
import type { PrivateLoadOptions } from '@/lib/backup/database/restore/load-options';
import { type DumpPart, readDump } from '@/lib/backup/database/restore/read-dump';
import { newestNativeTool } from '@/tests/support/native-tools';
import { createDatabase, siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { fillRichSchema } from '../database-dump/rich-schema';
import { targetOf } from '../fingerprint/fingerprint-of';
import { outcomeOf } from './outcome-of';
import { backUp, nativeEngine, stream, wasmEngine } from './restore-support';

/** Rows by their COPY statement, and the statements that set sequences. */
async function contentOf(parts: AsyncIterable<DumpPart>): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for await (const part of parts) {
    if (part.kind === 'statement') {
      if (part.sql.startsWith('SELECT pg_catalog.setval')) content[part.sql] = '';
      continue;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of part.data) chunks.push(chunk);
    content[part.sql.replace(/;$/, '')] = Buffer.concat(chunks).toString('utf8');
  }
  return content;
}

async function decode(archive: Buffer, chunk = 65_536): Promise<Record<string, string>> {
  const window = new ByteWindow(stream(archive, chunk));
  const head = await readArchiveHead(window);
  return head ? contentOf(readArchiveRows(window, head)) : {};
}

describe.each([15, 17, 18] as const)('the rows of an archive of PostgreSQL %i', (major) => {
  let site: TestDatabase;
  beforeAll(async () => {
    site = await siteDatabase(major);
    await site.query(`create table odd (a text); insert into odd values (E'\\\\.'), (E'a\\n\\\\.\\nb'), (''), (null), (repeat('x', 300000));
      create table nothing (); insert into nothing select from generate_series(1, 3)`);
  });
  afterAll(() => site?.drop());

  it.for(['wasm', 'native'] as const)('are those of its SQL text, however it is cut: %s', async (name, { skip }) => {
    const engine = name === 'wasm' ? wasmEngine() : nativeEngine(major);
    if (!engine) return skip(`no native pg_dump ${major} or newer on this machine`);
    const { dump: archive } = await backUp(site, engine, { output: 'custom' });
    const { dump: text } = await backUp(site, engine);
    const expected = await contentOf(readDump(stream(text)));
    expect(Object.keys(expected).length).toBeGreaterThan(25);
    for (const chunk of [997, 65_536, archive.length]) expect(await decode(archive, chunk)).toEqual(expected);
  });

  it('are refused where the archive is cut or a byte of it differs', async () => {
    const { dump: archive } = await backUp(site, wasmEngine(), { output: 'custom' });
    const window = new ByteWindow(stream(archive));
    const head = (await readArchiveHead(window))?.bytes.length ?? 0;
    expect(head).toBeGreaterThan(0);
    const rows = archive.length - head;
    for (let step = 0; step < 60; step += 1) {
      const at = head + Math.floor((rows * step) / 60);
      expect(await outcomeOf(decode(archive.subarray(0, at))), `cut at ${at}`).toMatch(/^CORRUPT/);
      const flipped = Buffer.from(archive);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (step % 8));
      expect(await outcomeOf(decode(flipped)), `flipped at ${at}`).toMatch(/^CORRUPT/);
    }
    expect(await outcomeOf(decode(archive.subarray(0, -1)))).toMatch(/^CORRUPT/);
    expect(await outcomeOf(decode(Buffer.concat([archive, Buffer.from('x')])))).toMatch(/^CORRUPT/);
  });
});

describe('an archive that is not decoded here', () => {
  it('is left whole for pg_restore', async () => {
    const database = await createDatabase();
    try {
      await fillRichSchema(database, { users: 50, orders: 100 });
      const { dump } = await backUp(database, wasmEngine(), { output: 'custom' });
      // It holds a large object.
      for (const bytes of [dump, Buffer.from('PGDMP'), Buffer.from('no archive at all'), Buffer.alloc(0)]) {
        const window = new ByteWindow(stream(bytes, 1_000));
        expect(await readArchiveHead(window)).toBeNull();
        const left: Uint8Array[] = [];
        for await (const chunk of window.rest()) left.push(chunk);
        expect(Buffer.concat(left).equals(bytes)).toBe(true);
      }
    } finally {
      await database.drop();
    }
  });
});

describe('an archive in a private database', () => {
  let source: TestDatabase;
  let target: TestDatabase;
  beforeAll(async () => {
    source = await createDatabase({ major: 15 });
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await source.query(
      `create function public.here() returns boolean language sql as $$ select current_database() = '${source.name}' $$`,
    );
    for (const name of names) {
      const check = name === 'c' ? ', check (public.here())' : '';
      await source.query(`create table ${name} (id int primary key, note text${check});
        insert into ${name} select g, repeat('${name}', 500) from generate_series(1, 3000) g`);
    }
    await source.query('alter table e add foreign key (id) references c(id)');
  });
  afterAll(() => source?.drop());
  beforeEach(async () => {
    target = await createDatabase({ major: 15 });
  });
  afterEach(() => target?.drop());

  const load = async (archive: Buffer, more: Partial<PrivateLoadOptions> = {}) => {
    const pgRestore = newestNativeTool('pg_restore');
    if (!pgRestore) throw new Error('No pg_restore.');
    const options = { ownership: 'keep', serverMajor: 15, privateDatabase: true, pgRestore } as const;
    return loadArchive(targetOf(target.url), stream(archive), { ...options, ...more });
  };
  const engine = nativeEngine(15);
  const needed = 'no native pg_dump 15 or newer on this machine';

  it.for([1, 2, 4])(`names the table that is refused, with %i connections`, async (jobs, { skip }) => {
    if (!engine) return skip(needed);
    const { dump } = await backUp(source, engine, { output: 'custom' });
    expect(await outcomeOf(load(dump, { jobs }))).toMatch(/^CORRUPT: .* the server refused the rows of c\./);
    const sessions = () =>
      target.query(
        `select 1 from pg_stat_activity where application_name = 'backup restore' and datname = current_database()`,
      );
    await waitFor(async () => (await sessions()).length === 0);
  });

  it.for([1, 3])(`takes rows of chosen tables, with %i connections`, async (jobs, { skip }) => {
    if (!engine) return skip(needed);
    const { dump } = await backUp(source, engine, { output: 'custom' });
    const onlyRowsOf = ['a', 'e', 'f'].map((name) => ({ schema: 'public', name }));
    const seen: string[] = [];
    expect(await load(dump, { jobs, onlyRowsOf, onTable: ({ name }) => seen.push(name) })).toMatchObject({ tables: 3 });
    expect(seen.sort()).toEqual(['a', 'e', 'f']);
    const counts =
      'select (select count(*)::int from e) as e, (select count(*)::int from b) as b, (select count(*)::int from pg_index where indrelid >= 16384) as keys';
    expect(await target.query(counts)).toMatchObject([{ e: 3000, b: 0 }]);
  });

  it('is refused where its last byte is missing', async ({ skip }) => {
    if (!engine) return skip(needed);
    const { dump } = await backUp(source, engine, { output: 'custom' });
    const onlyRowsOf = ['a', 'b', 'd', 'f'].map((name) => ({ schema: 'public', name }));
    expect(await outcomeOf(load(dump.subarray(0, -1), { onlyRowsOf }))).toMatch(/^CORRUPT/);
  });
});
