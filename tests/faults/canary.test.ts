import { readdir, readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BackupRequest, startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { openCli, type TestCli } from '../integration/cli/run-cli';
import { byTest, ended, openModule } from '../support/backup-module';
import { nativeTool } from '../support/native-tools';
import { createRole, siteDatabase, type TestDatabase, type TestRole } from '../support/postgres';
import { expectSound, filesBelow } from './oracle';

/** Every character that an address gives a meaning to, and what looks like one that is encoded already. */
const PASSWORDS = [`CaNaRy %41@/#? '"\\ x`, `CaNaRy%zz@/#?&=+$;:[] '"é`];

let database: TestDatabase;
beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());

/** In any of the forms in which it could be written down. */
const formsOf = (password: string): string[] => [
  ...new Set([
    password,
    encodeURIComponent(password),
    encodeURI(password),
    JSON.stringify(password).slice(1, -1),
    Buffer.from(password).toString('base64'),
    'CaNaRy',
  ]),
];

function expectAbsent(password: string, where: string, text: string): void {
  for (const form of formsOf(password)) expect(text.includes(form), `${form} in ${where}`).toBe(false);
}

async function commandLines(): Promise<string> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')))).join('\n');
}

/** Looks at every command line of this machine again and again until `work` has ended. */
async function watched<T>(password: string, work: Promise<T>): Promise<{ value: T; looks: number }> {
  let going = true;
  let looks = 0;
  const watching = (async () => {
    while (going) {
      expectAbsent(password, 'a command line', await commandLines());
      looks += 1;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  const value = await work.finally(() => {
    going = false;
  });
  await watching;
  return { value, looks };
}

describe.each(PASSWORDS)('the password %s', (password) => {
  let role: TestRole;
  let cli: TestCli;
  let encoded: string;
  beforeAll(async () => {
    role = await createRole(18, { superuser: true, password });
    const { host, port } = database.server;
    encoded = `postgres://${role.name}:${encodeURIComponent(password)}@${host}:${port}/${database.name}`;
    cli = await openCli(encoded);
  });
  afterAll(async () => {
    await cli?.close();
    await database.query(`reassign owned by "${role.name}" to postgres`);
    await role?.drop();
  });

  test.for(['native', 'wasm'])('is on no command line, in no output, file or row, %s', async (engine, { skip }) => {
    skip(engine === 'native' && !nativeTool('pg_dump', 18), 'no native pg_dump 18 or newer on this machine');
    const { value: made, looks } = await watched(password, cli.run(['create', '--engine', engine, '--json']));
    expect(made.data()).toMatchObject({ engine, proof: 'read-back' });
    if (process.platform === 'linux') expect(looks).toBeGreaterThan(5);
    expectAbsent(password, 'the output', made.stdout + made.stderr);
    for (const file of await filesBelow(cli.store)) {
      expectAbsent(password, file, file + (await readFile(file, 'latin1')));
    }
    const rows = await database.query<{ row: string }>('select r::text as row from backup.runs r');
    expectAbsent(password, 'the runs', rows.map(({ row }) => row).join('\n'));
  });

  test('is in no answer when it is refused or unreachable, or cannot be read without encoding', async () => {
    const { host, port } = database.server;
    const raw = `postgres://${role.name}:${password}@${host}:${port}/${database.name}`;
    const results = await Promise.all([
      cli.run(['create', '--json'], { DATABASE_URL: encoded.replace(role.name, 'nobody') }),
      cli.run(['doctor'], { DATABASE_URL: encoded.replace(/:\d+\//, ':1/') }),
      cli.run(['doctor', '--json'], { DATABASE_URL: raw }),
    ]);
    expect(results.map(({ code }) => code)).toEqual([1, 0, 0]);
    for (const { stdout, stderr } of results) expectAbsent(password, 'an answer', stdout + stderr);
  });

  // What looks encoded is taken as encoded.
  if (/%[0-9a-f]{2}/i.test(password)) return;
  test('works without encoding for dumps and proofs, and is in no log', async () => {
    const { host, port } = database.server;
    const raw = `postgres://${role.name}:${password}@${host}:${port}/${database.name}`;
    const module = await openModule(database.url, {
      environment: { BACKUP_DATABASE_URL: raw, BACKUP_ENGINE: 'wasm' },
    });
    try {
      const request: BackupRequest = { scope: 'tables', tables: ['users'], format: 'sql' };
      const made = await ended(startBackup(module.context, request, byTest));
      const proven = await ended(verifyBackup(module.context, { backupId: made.id, level: 'restore' }, byTest));
      expect(proven.proof).toBe('restored');
      await expectSound(module, database);
      await database.query(`alter role "${role.name}" password 'changed'`);
      const started = await startBackup(module.context, request, byTest);
      const outcome = started.ok ? await started.value.finished : started;
      expect(outcome).toMatchObject({ ok: false, error: { code: 'DATABASE_DOWN' } });
      expectAbsent(password, 'the error', inspect(outcome, { depth: 9 }));
      expectAbsent(password, 'the log', module.logged.join('\n'));
    } finally {
      await database.query(`alter role "${role.name}" password ${literal(password)}`);
      await module.close();
    }
  });
});

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
