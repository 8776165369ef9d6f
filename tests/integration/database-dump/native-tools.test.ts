import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findNativeTools } from '@/lib/backup/database/dump/native-binaries';
import { createNativeEngine } from '@/lib/backup/database/dump/native-engine';
import { waitFor } from '@/tests/support/wait-for';
import { drain, failureOf, requestFor } from './dump-support';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tools-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function fake(name: string, script: string) {
  const file = path.join(directory, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return { name: 'pg_dump' as const, path: file, version: '18.4', major: 18 };
}
const target = {
  host: 'h',
  port: 5432,
  user: 'u',
  password: 'CANARY',
  database: 'd',
  sslMode: 'disable' as const,
  ssl: false as const,
};
const whole = `printf -- '-- PostgreSQL database dump complete'`;

test('finds tools where they are named, and only real ones', async () => {
  await fake('pg_dump', `echo 'pg_dump (PostgreSQL) 18.4'`);
  await fake('pg_restore', 'exit 3');
  const tools = await findNativeTools({
    pathVariable: `relative:${directory}`,
    pgBinDirectories: [directory, '/nowhere'],
  });
  const here = tools.filter((tool) => tool.path.startsWith(directory));
  expect(here).toEqual([{ name: 'pg_dump', path: path.join(directory, 'pg_dump'), version: '18.4', major: 18 }]);
});

test('a child sees an allow-list only, and no terminal', async () => {
  process.env.AUTH_SECRET = 'must stay here';
  process.env.PGOPTIONS = '-c work_mem=1GB';
  const seen = path.join(directory, 'seen');
  const engine = createNativeEngine(await fake('environment', `env > ${seen}; cat; ${whole}`));
  await drain(engine.dump(requestFor(target)));
  delete process.env.AUTH_SECRET;
  delete process.env.PGOPTIONS;
  const names = (await readFile(seen, 'utf8')).split('\n').map((line) => line.split('=')[0]);
  const shells = ['PWD', 'OLDPWD', 'SHLVL', '_', ''];
  expect(names.filter((name) => !shells.includes(name ?? '')).sort()).toEqual(
    'HOME LC_ALL PATH PGAPPNAME PGCLIENTENCODING PGCONNECT_TIMEOUT PGDATABASE PGGSSENCMODE PGHOST PGPASSWORD PGPORT PGREQUIREAUTH PGSSLMODE PGUSER TMPDIR'.split(
      ' ',
    ),
  );
});

test.each([
  ['a failing exit code', `${whole}; exit 1`],
  ['an error in spite of exit code 0', `${whole}; echo 'pg_dump: error: odd' >&2`],
  ['an output that is cut', `printf 'CREATE TABLE'`],
  ['a signal', `${whole}; kill -9 $$`],
])('%s is no end of a dump', async (_, script) => {
  const engine = createNativeEngine(await fake('ending', script));
  expect((await failureOf(drain(engine.dump(requestFor(target))))).error.code).toBe('INTERNAL');
});

test('a tool that is gone', async () => {
  const engine = createNativeEngine({ name: 'pg_dump', path: '/nowhere/pg_dump', version: '18.4', major: 18 });
  expect((await failureOf(drain(engine.dump(requestFor(target))))).error.code).toBe('UNSUPPORTED');
});

test('a tool and its child that will not listen are killed', async () => {
  const file = path.join(directory, 'child');
  const script = `trap '' TERM; (trap '' TERM; while true; do sleep 1; done) & echo $! > ${file}; printf x; wait; while true; do sleep 1; done`;
  const engine = createNativeEngine(await fake('stubborn', script));
  const stop = new AbortController();
  const reading = failureOf(drain(engine.dump(requestFor(target, { signal: stop.signal }))));
  const child = Number(await waitFor(() => readFile(file, 'utf8')));
  const began = Date.now();
  stop.abort();
  expect((await reading).error.code).toBe('CANCELLED');
  expect(Date.now() - began).toBeLessThan(2_500);
  await waitFor(async () => {
    const state = await readFile(`/proc/${child}/stat`, 'utf8').catch(() => 'gone Z');
    return / Z|gone/.test(state);
  });
});
