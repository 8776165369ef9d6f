import { describe, expect, it } from 'vitest';
import { readDump } from '@/lib/backup/database/restore/read-dump';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { CHUNK_SIZES, inChunks } from './in-chunks';

const COMPLETE = '--\n-- PostgreSQL database dump complete\n--\n';

/** Statements as they are, rows as one text behind their statement. */
async function parts(text: string | Uint8Array, size = 65_536): Promise<string[]> {
  const found: string[] = [];
  for await (const part of readDump(inChunks(text, size))) {
    found.push(part.sql);
    if (part.kind === 'statement') continue;
    const rows: Uint8Array[] = [];
    for await (const chunk of part.data) rows.push(chunk);
    found.push(Buffer.concat(rows).toString());
  }
  return found;
}

const refusal = (text: string, size?: number) =>
  parts(text, size).then(
    () => 'accepted',
    (thrown: unknown) =>
      thrown instanceof AppFailure ? `${thrown.error.code} ${thrown.error.message}` : String(thrown),
  );

const STATEMENTS = [
  "CREATE TABLE public.t (a int, b text DEFAULT 'it''s; \"x\" -- no');",
  'CREATE TABLE public."odd; ""name"" \'é😀" (a int);',
  "/* nested /* ; */ ' */ SELECT 1 /**/;",
  'SELECT 1 -- a comment; with \' and "\n, 2;',
  "COMMENT ON TABLE public.t IS 'two\n\\! lines; no command';",
  "COMMENT ON COLUMN public.t.a IS E'it\\'s; \\\\';",
  "SELECT E'a''b\\';', e'\\\\', 'ends with \\', U&'\\0061;';",
  "CREATE FUNCTION public.f() RETURNS text LANGUAGE plpgsql AS $_$ begin return 'a;b $$ $ $x$ $_'; end $_$;",
  'CREATE FUNCTION public.g() RETURNS int LANGUAGE sql AS $$ select $1; $$;',
  'SELECT a$1$b, $1 + 2;',
  'CREATE FUNCTION public.h() RETURNS int LANGUAGE sql\n    BEGIN ATOMIC\n SELECT 1;\n SELECT CASE WHEN (1 = 1) THEN 2 ELSE 3 END;\nEND;',
  'CREATE OR REPLACE PROCEDURE public.p(IN "end" int) LANGUAGE sql\n    BEGIN ATOMIC\n DELETE FROM t;\nEND;',
  "CREATE FUNCTION public.\"begin\"() RETURNS text LANGUAGE sql AS 'select ''x;''::text';",
  'CREATE RULE r AS ON INSERT TO public.t DO ALSO ( SELECT 1; SELECT (2); );',
  'SELECT 1 - -1 / 2 * 3;',
  ';',
];

describe('statements of a dump', () => {
  it.each(CHUNK_SIZES)('are found whole in chunks of %i bytes', async (size) => {
    const text = STATEMENTS.map((sql) => `\n--\n-- Name: x; Type: TABLE 'y\n--\n\n${sql}\n`).join('');
    expect(await parts(text + COMPLETE, size)).toEqual(STATEMENTS);
  });

  it('are read in linear time, however long they are and however small the chunks', async () => {
    const long = `SELECT '${'x'.repeat(8_000_000)}';`;
    const began = performance.now();
    expect(await parts(`${long}\n${COMPLETE}`, 1_000)).toEqual([long]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('are read in the encoding of the dump, and the rows keep theirs', async () => {
    const text = `SET client_encoding = 'LATIN1';\nCREATE TABLE public."é" (a text);\nCOPY public."é" (a) FROM stdin;\nü\n\\.\n`;
    const found = await parts(Buffer.from(text + COMPLETE, 'latin1'), 1);
    expect(found[1]).toBe('CREATE TABLE public."é" (a text);');
    expect(found[2]).toBe(`COPY public."é" (a) FROM stdin WITH (ENCODING 'LATIN1')`);
    await expect(parts(Buffer.from(`SELECT 'é';${COMPLETE}`, 'latin1'))).rejects.toThrow(/bytes that are not UTF8/);
  });
});

describe('rows of a dump', () => {
  const ROWS = ['1\t\\\\.\n2\t\\N\n\\\\.\n3\tit\'s; "x" $$ \\\\ é😀\nDROP TABLE t;\n', '', '\n\n\n', '\\\\\nx\\\\.\n'];

  it.each(CHUNK_SIZES)('are told from statements in chunks of %i bytes', async (size) => {
    for (const end of ['\\.\n', '\\.\r\n']) {
      const text = ROWS.map((rows) => `COPY public.t (a, "B""") FROM stdin;\n${rows}${end}\n\n`).join('');
      const found = await parts(`${text}SELECT 1;\n${COMPLETE}`, size);
      expect(found).toEqual([...ROWS.flatMap((rows) => ['COPY public.t (a, "B""") FROM stdin', rows]), 'SELECT 1;']);
    }
  });

  it('are skipped where nobody reads them', async () => {
    const text = `COPY public.t  FROM stdin;\nDROP TABLE x;\n\\.\nSELECT 1;\n${COMPLETE}`;
    const kinds: string[] = [];
    for await (const part of readDump(inChunks(text, 3))) kinds.push(part.sql);
    expect(kinds).toEqual(['COPY public.t  FROM stdin', 'SELECT 1;']);
  });

  it('come only from COPY … FROM stdin', async () => {
    for (const sql of [
      "COPY public.t FROM PROGRAM 'id';",
      "COPY public.t TO '/tmp/x';",
      "copy public.t (a) from '/etc/passwd';",
      'COPY public.t (a) FROM stdin WITH (FORMAT csv);',
      'COPY public.t (a) FROM stdin; SELECT 1;',
    ]) {
      expect(await refusal(`${sql}\n1\n\\.\n${COMPLETE}`)).toMatch(/^CORRUPT The dump holds a COPY/);
    }
  });
});

describe('psql commands in a dump', () => {
  it('are refused wherever they stand', async () => {
    for (const text of [
      `SELECT 1;\n\\! touch x\n${COMPLETE}`,
      `\\connect other\n${COMPLETE}`,
      `SELECT 1 \\gexec\n${COMPLETE}`,
      `SELECT 1 /* c */ \\! id\n;${COMPLETE}`,
      `\\restrict abc\nSELECT 1;\n${COMPLETE}\\unrestrict xyz\n`,
      `\\restrict abc\n\\restrict abc\n${COMPLETE}\\unrestrict abc\n`,
      `\\restrict abc\n${COMPLETE}\\unrestrict \`touch x\`\n`,
      `\\restrict abc\n${COMPLETE}\\unrestrict abc\n\\unrestrict abc\n`,
      `\\unrestrict abc\n${COMPLETE}`,
      `\\restrict abc\n${COMPLETE}\\unrestrict abc\nSELECT 1;`,
    ]) {
      expect(await refusal(text)).toMatch(/^CORRUPT The dump holds (a psql command|statements after its end)/);
    }
  });

  it('are allowed as a matching pair of restrict and unrestrict', async () => {
    expect(await parts(`\\restrict Ab1\r\nSELECT 1;\n${COMPLETE}\n\\unrestrict Ab1\n\n`, 2)).toEqual(['SELECT 1;']);
  });
});

describe('a dump that is cut short', () => {
  const body = `\\restrict Key9\n--\n-- PostgreSQL database dump\n--\nSET x = 'é';\nCOPY public.t (a) FROM stdin;\n1\n\\\\.\n\\.\n\n\nCREATE INDEX i ON public.t USING btree (a);\n\n${COMPLETE}`;
  const tail = '\\unrestrict Key9';

  it('is refused at every byte', async () => {
    const whole = Buffer.from(body + tail);
    for (let length = 0; length < whole.length; length += 1) {
      const seen = await refusal(whole.toString('latin1', 0, length), 5);
      expect(`${length}: ${seen}`).toBe(`${length}: CORRUPT The dump is cut short: its end is missing.`);
    }
    expect(await refusal(body + tail, 5)).toBe('accepted');
  });

  it('is refused without a restriction too', async () => {
    const plain = Buffer.from(body.replace('\\restrict Key9\n', ''));
    const end = plain.indexOf('dump complete') + 'dump complete'.length;
    for (let length = 0; length < end; length += 1) {
      expect(await refusal(plain.toString('latin1', 0, length), 64)).toMatch(/^CORRUPT The dump is cut short/);
    }
  });
});
