import { expect, test } from 'vitest';
import { nearestTable, quoteTable, readTableName } from '@/lib/backup/database/table-name-text';

test.each([
  ['users', 'public', 'users'],
  ['subscriptionHistory', 'public', 'subscriptionHistory'],
  ['"subscriptionHistory"', 'public', 'subscriptionHistory'],
  ['drizzle.__drizzle_migrations', 'drizzle', '__drizzle_migrations'],
  ['public."a.b"', 'public', 'a.b'],
  ['"x.y"."od""d"', 'x.y', 'od"d'],
  ['"my schema".t', 'my schema', 't'],
])('%s', (text, schema, name) => {
  expect(readTableName(text)).toEqual({ schema, name });
});

test.each(['', 'a.b.c', '"open', '.t', 't.', '""'])('%j is no table name', (text) => {
  expect(readTableName(text)).toBeNull();
});

test('quotes for SQL', () => {
  expect(quoteTable({ schema: 'public', name: 'od"d' })).toBe('"public"."od""d"');
});

const tables = ['subscriptions', 'subscriptionHistory', 'paymentAccounts', 'activityLogs', 'users'].map((name) => ({
  schema: 'public',
  name,
}));
test.each([
  ['subscription_history', 'subscriptionHistory'],
  ['activity_logs', 'activityLogs'],
  ['user', 'users'],
  ['subscription', 'subscriptions'],
  ['paymentaccount', 'paymentAccounts'],
  ['nothing_like_it', undefined],
])('%s is near %s', (wanted, expected) => {
  expect(nearestTable({ schema: 'public', name: wanted }, tables)?.name).toBe(expected);
});
