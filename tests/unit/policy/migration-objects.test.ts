import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { objectsInTheWay } from '@/lib/backup/policy/migration-objects';

const madeObjects = (statements: readonly string[]) => objectsInTheWay([statements])[0];

test.each([
  ['CREATE TABLE "userRoles" (\n "id" text', { kind: 'table', schema: 'public', name: 'userRoles' }],
  ['create table Site.Notes (id int)', { kind: 'table', schema: 'site', name: 'notes' }],
  ['CREATE TABLE "a""b" (id int)', undefined],
  [
    'ALTER TABLE "users" ADD COLUMN "deactivated_at" timestamp;',
    { kind: 'column', schema: 'public', table: 'users', name: 'deactivated_at' },
  ],
  [
    'ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "fk" FOREIGN KEY',
    { kind: 'constraint', schema: 's', table: 't', name: 'fk' },
  ],
  [
    'CREATE UNIQUE INDEX "by_slug" ON "items" USING btree ("slug")',
    { kind: 'index', schema: 'public', name: 'by_slug' },
  ],
  [`CREATE TYPE "public"."mood" AS ENUM('ok')`, { kind: 'type', schema: 'public', name: 'mood' }],
  ['-- first\n/* then */ CREATE TABLE t (id int)', { kind: 'table', schema: 'public', name: 't' }],
  ['CREATE TABLE IF NOT EXISTS t (id int)', undefined],
  ['ALTER TABLE t ADD COLUMN IF NOT EXISTS c int', undefined],
  ['INSERT INTO t VALUES (1)', undefined],
])('%s', (statement, object) => {
  expect(madeObjects([statement])).toEqual(object ? [object] : []);
});

test('of a migration that drops or renames anything, nothing is told', () => {
  expect(madeObjects(['DROP TABLE t', 'CREATE TABLE t (id int)'])).toEqual([]);
  expect(madeObjects(['CREATE TABLE new (id int)', 'ALTER TABLE t RENAME TO old'])).toEqual([]);
});

test('and nothing of those that run after it; those before it are told', () => {
  const table = ['CREATE TABLE t (id int)'];
  const made = { kind: 'table', schema: 'public', name: 't' };
  expect(objectsInTheWay([table, ['DROP TABLE t'], table, table])).toEqual([[made], [], [], []]);
  expect(objectsInTheWay([table, ['INSERT INTO t VALUES (1)'], table])).toEqual([[made], [], [made]]);
});

test('the migrations of this application are read', () => {
  const files = readdirSync('drizzle').filter((name) => name.endsWith('.sql'));
  for (const name of files) {
    const statements = readFileSync(path.join('drizzle', name), 'utf8').split('--> statement-breakpoint');
    expect(madeObjects(statements)?.length, name).toBeGreaterThan(0);
  }
});
