import type { PostgresMajor, TestDatabase } from '@/tests/support/postgres';

/** Tables whose types, names, histories and values are awkward for dumps and for hashes. */
const SCHEMA = `
CREATE EXTENSION citext; CREATE EXTENSION hstore;
CREATE SCHEMA "odd ""schema"" é";
CREATE TYPE public.mood AS ENUM ('sad', 'it''s "ok"', 'happy');
ALTER TYPE public.mood ADD VALUE 'meh' BEFORE 'happy';
CREATE DOMAIN public.positive AS integer CHECK (VALUE > 0);
CREATE TYPE public.pair AS (a numeric, b text);
CREATE TYPE public.textrange AS RANGE (subtype = text, collation = "C");
CREATE COLLATION public.ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE public.exact (i2 int2, i4 int4, i8 int8, n numeric, t text, v varchar(20), c char(5), b bytea, o boolean,
  u uuid, d date, tm time, tz timetz, ts timestamp, tstz timestamptz, iv interval, js json, jb jsonb, ip inet, cd cidr, m macaddr);
CREATE TABLE public.printed (id int, f4 float4, f8 float8, a int[], ta text[], e public.mood, ea public.mood[], dm public.positive,
  p public.pair, r int4range, nr public.textrange, mr int4multirange, x xml, pt point, bx box, mo money, rc regclass, bt bit(3), vb varbit,
  tv tsvector, ci public.citext, h public.hstore, nd text COLLATE public.ignore_case, ch "char", nm name, q tsquery, ms macaddr8);
CREATE TABLE public.nothing (); CREATE TABLE public.empty (a int);
CREATE TABLE public.altered (gone int, a int, "also gone" text, b text DEFAULT 'x');
ALTER TABLE public.altered DROP COLUMN gone, DROP COLUMN "also gone", ADD COLUMN c int DEFAULT 7;
CREATE TABLE public.generated (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE public.part (id int, at date, note text) PARTITION BY RANGE (at);
CREATE TABLE public.part_old (note text, junk int, at date, id int);
ALTER TABLE public.part_old DROP COLUMN junk;
ALTER TABLE public.part ATTACH PARTITION public.part_old FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE TABLE public.part_new PARTITION OF public.part FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
CREATE TABLE public.parent (a int); CREATE TABLE public.child (own text) INHERITS (public.parent);
ALTER TABLE public.parent ADD COLUMN "later" text DEFAULT 'late';
CREATE UNLOGGED TABLE public.unlogged (a int);
CREATE TABLE "odd ""schema"" é"."T'a
b%l""e; --" ("se""lect" int, "new
line" text, "t" text);
CREATE SEQUENCE public.down INCREMENT -3 START -1; CREATE SEQUENCE public.unused;
CREATE SEQUENCE public.around MINVALUE 1 MAXVALUE 3 CYCLE;`;

const ROWS = String.raw`
INSERT INTO exact SELECT g, -g, g * 4294967297, g / 7.0, 'Zeile ' || g || E' \\ \t \n \\. é😀', 'v' || g, 'c', decode(md5(g::text), 'hex'),
  g % 2 = 0, md5(g::text)::uuid, date '0001-01-01 BC' + g, time '23:59:60', timetz '12:00:00.000001+05:30:15', timestamp '294276-12-31 23:59:59.999999',
  timestamptz '4713-11-24 00:00:00 BC' + g * interval '1 us', make_interval(months => g, days => -g, secs => g / 3.0),
  '{"b": 1.0,  "a":1, "a":2}', jsonb_build_object('n', 1.00, 'é', g), ('10.0.0.' || g)::inet, '10.0.0.0/8', '08:00:2b:01:02:03' FROM generate_series(1, 200) g;
INSERT INTO exact DEFAULT VALUES;
INSERT INTO exact (n, d, ts, tstz, t, jb) VALUES ('NaN', 'infinity', '-infinity', 'infinity', '', 'null'), ('-Infinity', '-infinity', 'infinity', '-infinity', 'NULL', '"\\u00e9"');
INSERT INTO exact (n) VALUES (0.0), (0.00), (-1e-300), (1e300), (100), (1.0e2);
INSERT INTO printed (id, f4, f8, a, ta) VALUES (1, '-0', '-0', '{}', '{}'), (2, 'NaN', 'Infinity'::float8 - 'Infinity'::float8, '[0:1]={1,NULL}', '{"a,b","\"q\"",NULL,"NULL","{}"}'),
  (3, '1.17549435e-38', 5e-324, '{{1,2},{3,4}}', '{{"é"}}'), (4, 0.1, 0.1 + 0.2, array_replace('{1,NULL}', NULL, 2), NULL);
INSERT INTO printed SELECT g + 9, g, 1.0 / g, ARRAY[g], ARRAY['x' || g], 'meh', '{sad,happy}', g, ROW(1.0, 'a "b", \')::pair, int4range(g, g + 5),
  '["a b","z,")', '{[1,3),[5,9)}', '<a b="1">é &amp; x</a>', point(0.1, g), box(point(0, 0), point(1, g)), 12.34, 'exact', B'101', B'1', 'fat:1A cat:2',
  'CiText', '"a"=>"1", "b"=>NULL', 'Ä', 'x', 'name', 'fat & !cat', '08:00:2b:01:02:03:04:05' FROM generate_series(1, 50) g;
INSERT INTO nothing SELECT FROM generate_series(1, 3);
INSERT INTO altered SELECT g, 'b' || g FROM generate_series(1, 9) g;
INSERT INTO generated (a) SELECT g FROM generate_series(1, 9) g; DELETE FROM generated WHERE id = 4;
INSERT INTO part SELECT g, date '2019-12-25' + g, 'n' || g FROM generate_series(1, 20) g;
INSERT INTO parent VALUES (1), (2); INSERT INTO child (a, own) VALUES (3, 'mine');
INSERT INTO unlogged VALUES (1);
INSERT INTO "odd ""schema"" é"."T'a
b%l""e; --" VALUES (1, E'\\.', 't'), (1, E'\\.', 't'), (NULL, '', NULL);
SELECT nextval('down'), nextval('down'), nextval('around'), nextval('around'), nextval('around'), nextval('around');`;

const VIRTUAL = `CREATE TABLE public.imagined (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL); INSERT INTO public.imagined VALUES (1), (2);`;

/** Partition leaves and `only` the own rows of parents, as `listTables` gives them. */
export async function fillEveryType(database: TestDatabase, major: PostgresMajor): Promise<void> {
  await database.query(SCHEMA);
  await database.query(ROWS);
  if (major >= 18) await database.query(VIRTUAL);
}
