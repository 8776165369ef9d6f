import { afterAll, describe, expect, it } from 'vitest';
import { createDatabase, createRole, type PostgresMajor, type TestDatabase, testServer } from '../support/postgres';

const opened: TestDatabase[] = [];

afterAll(async () => {
  for (const database of opened) await database.drop();
});

describe.each<PostgresMajor>([15, 17, 18])('PostgreSQL %i from npm', (major) => {
  it('answers with its own major version in UTF-8', async () => {
    const database = await createDatabase({ major });
    opened.push(database);
    const [row] = await database.query<{ major: number; encoding: string }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_encoding') AS encoding",
    );
    expect(row).toEqual({ major, encoding: 'UTF8' });
  });

  it('creates, reads and drops a database and a role', async () => {
    const origin = await createDatabase({ major });
    await origin.query('CREATE TABLE note (body text); INSERT INTO note VALUES ($$Zürich$$)');
    const role = await createRole(major, { createdb: true });
    expect(role.password.length).toBeGreaterThan(10);
    expect(await origin.query<{ body: string }>('SELECT body FROM note WHERE body = $1', ['Zürich'])).toHaveLength(1);
    await role.drop();
    await origin.drop();
    await expect(origin.query('SELECT 1')).rejects.toThrow(/does not exist/);
    expect(testServer(major).url('postgres')).toContain('127.0.0.1');
  });
});
