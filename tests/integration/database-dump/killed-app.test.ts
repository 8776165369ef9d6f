import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { dumpSessions, engineFor } from './dump-support';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase({ major: 15 });
  await database.query(
    'CREATE TABLE public.wide AS SELECT g AS id, repeat(md5(g::text), 32768) AS body FROM generate_series(1, 40) g',
  );
});
afterAll(() => database.drop());

test.for(['native', 'wasm'] as const)('%s: a killed app leaves no dump behind', async (name, context) => {
  if (!(await engineFor(name, 15)))
    return context.skip('no native pg_dump or pg_restore that fits this server on this machine');
  const script = path.resolve('tests/integration/database-dump/killed-app.ts');
  const app = spawn(process.execPath, ['--import', 'tsx', script, name], {
    env: { ...process.env, TEST_URL: database.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(app.stdout, 'data');
  expect(await dumpSessions(database)).toBe(1);
  app.kill('SIGKILL');
  await once(app, 'exit');
  await waitFor(async () => (await dumpSessions(database)) === 0, { timeoutMs: 3_000 });
});
