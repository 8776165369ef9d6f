import { beforeEach, expect, test } from 'vitest';
import type { TableName } from '@/lib/backup/database/connection-target';
import { readCopyLine } from '@/lib/backup/database/dump/announce-tables';
import { finishedDump, fitHeader } from '@/lib/backup/database/dump/finished-dump';

const dump = (major: string): string => `--
-- PostgreSQL database dump
--

\\restrict key

-- Dumped from database version ${major}
-- Dumped by pg_dump version 18.3

SET statement_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';

COPY public.t (a) FROM stdin;
SET transaction_timeout = 0;
Näme
\\.

-- PostgreSQL database dump complete
--

\\unrestrict key
`;

async function* inChunks(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const tables: TableName[] = [];
beforeEach(() => {
  tables.length = 0;
});

async function read(text: string, size: number, output: 'custom' | 'plain' = 'plain'): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of finishedDump(inChunks(text, size), { output, onTable: (table) => tables.push(table) }))
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test.each([1, 7, 64, 100_000])('leaves the one line out for servers before 17, %i bytes at a time', async (size) => {
  const text = dump('15.18 (Debian 15.18-0)');
  expect(await read(text, size)).toBe(text.replace('SET transaction_timeout = 0;\n', ''));
  expect(tables).toEqual([{ schema: 'public', name: 't' }]);
  expect(await read(dump('17.6'), size)).toBe(dump('17.6'));
});

test('a header that it does not know stays as it is', () => {
  expect(fitHeader('SET transaction_timeout = 0;\nSET client_encoding')).toBe(
    'SET transaction_timeout = 0;\nSET client_encoding',
  );
});

test.each([
  ['plain', dump('17.6').slice(0, -80)],
  ['plain', ''],
  ['custom', 'PGDM'],
  ['custom', 'not an archive'],
] as const)('refuses a %s dump that is not whole', async (output, text) => {
  await expect(read(text, 10, output)).rejects.toMatchObject({ error: { code: 'INTERNAL' } });
});

test('passes an archive on unchanged', async () => {
  expect(await read('PGDMP…rest', 3, 'custom')).toBe('PGDMP…rest');
});

test.each([
  ['COPY public."userAccount" (id, "a b") FROM stdin;', 'public', 'userAccount'],
  ['COPY "my schema"."weird "" (x) name" (id) FROM stdin;', 'my schema', 'weird " (x) name'],
  ['COPY public.empty  FROM stdin;', 'public', 'empty'],
])('reads %s', (line, schema, name) => {
  expect(readCopyLine(`\n${line}`)).toEqual({ schema, name });
  expect(readCopyLine(`\nSELECT '${line}'`)).toBeNull();
});
