import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteWindow } from '@/lib/backup/database/restore/byte-window';
import { readArchiveHead } from '@/lib/backup/database/restore/load-archive-head';
import { readArchiveRows } from '@/lib/backup/database/restore/load-archive-rows';
import { type DumpPart, readDump } from '@/lib/backup/database/restore/read-dump';
import { createDatabase, siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { fillRichSchema } from '../database-dump/rich-schema';
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
