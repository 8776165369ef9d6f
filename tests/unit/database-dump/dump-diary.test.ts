import { expect, test } from 'vitest';
import type { TableName } from '@/lib/backup/database/connection-target';
import { DumpDiary, readTableLine } from '@/lib/backup/database/dump/dump-diary';
import { dumpFailure } from '@/lib/backup/database/dump/dump-failure';

test('progress lines name the table, cut anywhere', () => {
  const tables: TableName[] = [];
  const diary = new DumpDiary('', (table) => tables.push(table));
  const text = 'pg_dump: dumping contents of table "public.userAccount"\npg_dump: dumping contents of table "a.b c"\n';
  for (const character of text) diary.write(character);
  expect(tables).toEqual([
    { schema: 'public', name: 'userAccount' },
    { schema: 'a', name: 'b c' },
  ]);
  expect(readTableLine('pg_dump: reading schemas')).toBeNull();
});

test('keeps a short tail, without the password in any form', () => {
  const diary = new DumpDiary('p@ss w%', () => undefined);
  for (let i = 0; i < 1_000; i += 1) diary.write(`pg_dump: reading ${i}\n`);
  diary.write(`pg_dump: error: p@ss w% and ${encodeURIComponent('p@ss w%')}`);
  expect(diary.text).not.toMatch(/p@ss|p%40ss/);
  expect(diary.text).toContain('*** and ***');
  expect(diary.text.split('\n').length).toBeLessThanOrEqual(41);
  expect(diary.hasError).toBe(true);
});

test.each([
  [
    'pg_dump: error: connection to server at "h" failed: FATAL:  password authentication failed for user "u"',
    'DATABASE_DOWN',
    'password',
  ],
  ['pg_dump: error: aborting because of server version mismatch', 'UNSUPPORTED', 'version'],
  ['pg_dump: error: no matching tables were found for pattern "x"', 'INVALID_INPUT', 'no-match'],
  ['pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout', 'BUSY', 'lock'],
  ['pg_dump: error: query failed: ERROR:  permission denied for table t', 'FORBIDDEN', 'privilege'],
  ['pg_dump: error: query would be affected by row-level security policy for table "t"', 'FORBIDDEN', 'row-security'],
  [
    'pg_dump: error: Dumping the contents of table "t" failed: PQgetResult() failed.\npg_dump: detail: Error message from server: FATAL:  terminating connection due to administrator command',
    'DATABASE_DOWN',
    'connection-lost',
  ],
  ['pg_dump: error: query failed: ERROR:  invalid snapshot identifier: "x"', 'DATABASE_DOWN', 'snapshot'],
  ['pg_dump: error: query failed: ERROR:  relation "public.t" does not exist', 'BUSY', 'changed'],
  ['pg_dump: error: something new', 'INTERNAL', 'unexpected'],
  ['pg_dump: dumping contents of table "public.permission denied"', 'INTERNAL', 'unexpected'],
])('%s', (words, code, reason) => {
  const { error, cause } = dumpFailure(words, 'ended with exit code 1');
  expect(error).toMatchObject({ code, details: { reason } });
  expect(String(cause)).toContain(words);
  expect(`${error.message} ${error.hint}`).not.toContain('pg_dump: ');
});
