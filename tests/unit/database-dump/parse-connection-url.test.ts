import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeTarget, parseConnectionUrl } from '@/lib/backup/database/parse-connection-url';
import { unwrap } from '@/lib/backup/kernel/result';

const parse = (url: string) => unwrap(parseConnectionUrl(url));
const refusal = (url: string) => {
  const result = parseConnectionUrl(url);
  if (result.ok) throw new Error('expected a refusal');
  return result.error;
};

describe('passwords', () => {
  test.each([
    ['plain', 'plain'],
    ['100%', '100%'],
    ['p%zz', 'p%zz'],
    ['p%2', 'p%2'],
    ['p%40ss', 'p@ss'],
    ['p@ss', 'p@ss'],
    ['p/w', 'p/w'],
    ['p#w', 'p#w'],
    ['p?w', 'p?w'],
    ['p?a=b', 'p?a=b'],
    ['p:w:', 'p:w:'],
    ['a b', 'a b'],
    ['%20 %', '  %'],
    [`it's "quoted"`, `it's "quoted"`],
    ['p@ss/w?rd#x', 'p@ss/w?rd#x'],
    ['@', '@'],
    ['a@b@c', 'a@b@c'],
    ['a,b', 'a,b'],
    ['a+b', 'a+b'],
    ['%E2%82%AC€', '€€'],
    ['%ff', '%ff'],
    ['\\back\\slash', '\\back\\slash'],
    ['', ''],
  ])('%s', (written, meant) => {
    const target = parse(`postgres://app:${written}@db.example.com:6432/site?sslmode=disable`);
    expect(target).toMatchObject({
      user: 'app',
      password: meant,
      host: 'db.example.com',
      port: 6432,
      database: 'site',
    });
  });

  test('every encoded password comes back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        (password) => {
          expect(parse(`postgres://u:${encodeURIComponent(password)}@h/d`).password).toBe(password);
        },
      ),
    );
  });
});

describe('the other parts', () => {
  test.each([
    ['postgresql://u:p@h/d', { host: 'h', port: 5432, database: 'd' }],
    ['  "postgres://u:p@h/d"\n', { host: 'h', database: 'd' }],
    ['POSTGRES://u@h', { user: 'u', password: '', host: 'h', database: 'u' }],
    ['postgres://u:p@[::1]:5433/d', { host: '::1', port: 5433 }],
    ['postgres://u:p@/d?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'd', ssl: false }],
    ['postgres://u:p@%2Ftmp%2Fpg/d', { host: '/tmp/pg', database: 'd' }],
    ['postgres:///d?host=h&user=u@corp&password=p@w', { host: 'h', user: 'u@corp', password: 'p@w' }],
    ['postgres://u%40server:p@h/d%20b', { user: 'u@server', database: 'd b' }],
    ['postgres://u@server:p@h/d', { user: 'u@server', host: 'h' }],
    ['postgres://u:p@h:/d?pgbouncer=true&connection_limit=1', { port: 5432, database: 'd' }],
    ['postgres://u:p@h/d?port=7777&dbname=other', { port: 7777, database: 'other' }],
  ])('%s', (url, expected) => {
    expect(parse(url)).toMatchObject(expected);
  });

  test('is described without the password', () => {
    expect(describeTarget(parse('postgres://u:s3cret@[::1]:5433/d'))).toBe('u@[::1]:5433/d');
  });
});

describe('encryption', () => {
  test.each([
    ['postgres://u:p@127.0.0.1/d', 'disable', false],
    ['postgres://u:p@localhost/d', 'disable', false],
    ['postgres://u:p@db.example.com/d', 'prefer', { rejectUnauthorized: false }],
    ['postgres://u:p@h/d?sslmode=require', 'require', { rejectUnauthorized: false }],
    ['postgres://u:p@h/d?sslmode=no-verify', 'require', { rejectUnauthorized: false }],
    ['postgres://u:p@h/d?ssl=true', 'verify-full', { rejectUnauthorized: true }],
    ['postgres://u:p@h/d?sslmode=verify-ca', 'verify-full', { rejectUnauthorized: true }],
    ['postgres://u:p@h/d?sslmode=verify-full&sslrootcert=system', 'verify-full', { rejectUnauthorized: true }],
  ])('%s', (url, sslMode, ssl) => {
    expect(parse(url)).toMatchObject({ sslMode, ssl });
  });

  test('reads the named authority', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'authority-'));
    const file = path.join(directory, 'root.crt');
    writeFileSync(file, 'certificate');
    const target = parse(`postgres://u:p@h/d?sslmode=require&sslrootcert=${encodeURIComponent(file)}`);
    expect(target).toMatchObject({ sslMode: 'verify-ca', ssl: { ca: Buffer.from('certificate') } });
    await rm(directory, { recursive: true });
  });
});

describe('refusals never repeat the address', () => {
  test.each([
    ['', /empty/],
    ['mysql://u:CANARY@h/d', /postgres:\/\//],
    ['postgres://u:CANARY@h1:5432,h2:5433/d', /several hosts/],
    ['postgres://u:CANARY@/d?host=h1,h2', /several hosts/],
    ['postgres://u:CANARY@h:99999/d', /port/],
    ['postgres://u:CANARY@h:port/d', /cannot be read/],
    ['postgres://u:CANARY@h/d?sslmode=CANARY', /sslmode/],
    ['postgres://u:CANARY@h/d?sslmode=verify-full&sslrootcert=/CANARY', /certificate file/],
    ['postgres://u:CANARY\0@h/d', /NUL/],
  ])('%j', (url, message) => {
    const error = refusal(url);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', retryable: false });
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });
});
