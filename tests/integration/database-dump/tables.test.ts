import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TableName } from '@/lib/backup/database/connection-target';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import { resolveTables } from '@/lib/backup/database/resolve-tables';
import { readSequences } from '@/lib/backup/database/sequences';
import { displayTable } from '@/lib/backup/database/table-name-text';
import { findMissingReferences, listExtensions, listTables } from '@/lib/backup/database/tables';
import { unwrap } from '@/lib/backup/kernel/result';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { targetOf } from './dump-support';
import { fillRichSchema, RICH_TABLES } from './rich-schema';

let database: TestDatabase;
let client: pg.Client;
const excludeSchemas = ['backup'];
const full = (tables: readonly TableName[]) => tables.map(({ schema, name }) => `${schema}.${name}`);
const named = (...names: string[]) => ({
  kind: 'tables' as const,
  tables: names.map((name) => ({ schema: 'public', name })),
});

beforeAll(async () => {
  database = await createDatabase({ major: 18 });
  await fillRichSchema(database, { users: 50, orders: 100 });
  client = await openClient(targetOf(database.url), { applicationName: 'test' });
  await client.query('CREATE TEMPORARY TABLE passing (id int)');
});
afterAll(async () => {
  await closeClient(client);
  await database.drop();
});

test('lists ordinary tables and leaves', async () => {
  const tables = await listTables(client, { selection: { kind: 'full' }, excludeSchemas });
  expect(full(tables)).toEqual(RICH_TABLES);
  expect(tables.find((table) => table.name === 'orders')).toMatchObject({ rowsEstimate: 100 });
  expect(tables.every((table) => table.bytes >= 0)).toBe(true);
  const chosen = await listTables(client, {
    selection: named('orders', 'events', 'nothing'),
    excludeSchemas: ['public'],
  });
  expect(full(chosen)).toEqual(['public.orders']);
});

test('finds physical names and expands partitions', async () => {
  const tables = unwrap(
    await resolveTables(client, ['orders', '"subscriptionHistory"', 'public.events', 'audit.log', 'orders']),
  );
  expect(tables.map(displayTable)).toEqual([
    'orders',
    'subscriptionHistory',
    'events',
    'events_2024',
    'events_2025',
    'audit.log',
  ]);
  expect(
    unwrap(await resolveTables(client, ['weird " .*?[a]|$ name\\'.replace(/.*/, '"weird "" .*?[a]|$ name\\"')])),
  ).toEqual([{ schema: 'public', name: 'weird " .*?[a]|$ name\\' }]);
});

test.each([
  [['orders', 'subscription_history'], /no table "subscription_history"/, 'Did you mean "subscriptionHistory"?'],
  [['Orders'], /no table "Orders"/, 'Did you mean "orders"?'],
  [['order'], /no table "order"/, 'Did you mean "orders"?'],
  [['zzzzzz'], /no table/, /case count/],
  [['openOrders'], /is a view/, /./],
  [['order_totals'], /materialized view/, /./],
  [['pg_catalog.pg_class'], /no table/, /./],
  [['a.b.c'], /not a table name/, /./],
  [[], /No table is named/, /./],
])('%j is refused', async (names, message, hint) => {
  const result = await resolveTables(client, names);
  if (result.ok) throw new Error('expected a refusal');
  expect(result.error.code).toBe('INVALID_INPUT');
  expect(result.error.message).toMatch(message);
  expect(result.error.hint).toMatch(hint);
});

test('says which referenced tables are missing', async () => {
  const missing = (...names: string[]) => findMissingReferences(client, named(...names).tables).then(full);
  expect(await missing('subscriptionHistory')).toEqual(['public.orders']);
  expect(await missing('subscriptionHistory', 'orders')).toEqual(['public.userAccount']);
  expect(await missing('userAccount')).toEqual([]);
});

test('a sequence that was never used is told apart', async () => {
  const read = async (selection: Parameters<typeof readSequences>[1]['selection']) => {
    const readings = await readSequences(client, { selection, excludeSchemas });
    return Object.fromEntries(readings.map(({ name, value }) => [name, value]));
  };
  expect(await read({ kind: 'full' })).toEqual({
    __drizzle_migrations_id_seq: '2',
    // Handed out in blocks of ten.
    invoice_number: '539',
    log_id_seq: null,
    never_used: null,
    userAccount_id_seq: '50',
  });
  expect(await read(named('userAccount', 'orders'))).toEqual({ userAccount_id_seq: '50' });
  expect(await read({ kind: 'schema' })).toEqual({});
});

test('lists extensions', async () => {
  expect(await listExtensions(client)).toEqual([{ name: 'plpgsql', version: '1.0' }]);
});
