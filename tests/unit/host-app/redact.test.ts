import { describe, expect, test } from 'vitest';
import { redact } from '@/lib/redact';

const PASSWORDS = [
  'plainword',
  'p@ss/word',
  'Sup3r%S3cret',
  'with two spaces',
  "it's",
  'a:b?c#d&e=f',
  'ünïcödé!',
  '%zz%41',
];

describe('redact', () => {
  test.each(PASSWORDS)('hides the password %j of the environment in every spelling', (password) => {
    const environment = {
      NODE_ENV: 'test',
      DATABASE_URL: `postgres://site:${encodeURIComponent(password)}@db.example:5432/site`,
    } as const;
    for (const spelling of [password, encodeURIComponent(password)]) {
      const text = redact(`pg_dump: invalid token: "${spelling}" (site)`, environment);
      expect(text).not.toContain(spelling);
      expect(text).toContain('pg_dump: invalid token');
    }
  });

  test.each(PASSWORDS)('hides the unencoded password %j of a malformed URL', (password) => {
    const environment = { NODE_ENV: 'test', DATABASE_URL: `postgres://site:${password}@db.example/site` } as const;
    expect(redact(`Invalid URL: ${environment.DATABASE_URL}, token ${password}`, environment)).not.toContain(password);
  });

  test.each(PASSWORDS)('hides the password %j of a URL that is in no variable', (password) => {
    const text = redact(`cannot reach postgres://site:${password}@db.example:5432/site now`, { NODE_ENV: 'test' });
    expect(text).not.toContain(password);
    expect(text).toMatch(/^cannot reach postgres:\/\/site:\[redacted\]@db\.example:5432\/site now$/);
  });

  test.each([
    ['password=hunter22 host=db', 'hunter22'],
    ["password='two words' host=db", 'two words'],
    ['PGPASSWORD=hunter22 pg_dump', 'hunter22'],
    ['{"password":"hunter22","user":"site"}', 'hunter22'],
    ['postgres://db/site?user=a&password=hunter22&x=1', 'hunter22'],
    ['Authorization: Bearer abcdef.ghijkl-mnop', 'abcdef'],
    ['Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['client_secret=abcdefgh', 'abcdefgh'],
  ])('hides the secret in %j', (text, secret) => {
    expect(redact(text, { NODE_ENV: 'test' })).not.toContain(secret);
  });

  test('hides the values of variables that are named like secrets', () => {
    const environment = {
      NODE_ENV: 'test',
      AUTH_SECRET: 'a-long-value',
      GH_TOKEN: 'ghp_value',
      BACKUP_SIGNING_KEY: 'k3yvalue',
    } as const;
    expect(redact('a-long-value ghp_value k3yvalue', environment)).toBe('[redacted] [redacted] [redacted]');
  });

  test('keeps what stands between two URLs', () => {
    const text = 'from postgres://a:one@first.example/x to postgres://b:two words@second.example:5432/y';
    expect(redact(text, { NODE_ENV: 'test' })).toBe(
      'from postgres://a:[redacted]@first.example/x to postgres://b:[redacted]@second.example:5432/y',
    );
  });

  test('leaves ordinary text alone', () => {
    const text =
      'Dumped 42 tables from db.example:5432 to 2026/11/backup.dump, http://127.0.0.1:3000 for admin@site.example, a@b.example.';
    expect(redact(text, { NODE_ENV: 'test', PATH: '/usr/bin', DATABASE_URL: 'postgres://site@db.example/site' })).toBe(
      text,
    );
  });
});
