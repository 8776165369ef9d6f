import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasAgeProgram, OFFICE, OWNER, STRANGER } from '../../support/age-keys';
import { newestNativeTool } from '../../support/native-tools';
import { createDatabase, siteDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentSite, contentSite } from '../content-acts/content-site';
import { type CliBackup, openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let content: ContentSite;
let cli: TestCli;
const NOBODY = 'postgres://nobody@127.0.0.1:1/nothing';
const BOTH = { BACKUP_ENCRYPT_TO: `${OWNER.recipient} ${OFFICE.recipient}` };
const secretOf = ({ identity }: { identity: string }) => identity.slice(16, 40);

beforeAll(async () => {
  database = await siteDatabase();
  content = contentSite({ 'a.yml': 'name: A\n' });
  cli = await openCli(database.url, { CONTENT_PATH: content.site.path });
});
afterAll(async () => {
  await cli?.close();
  content?.place.remove();
  await database?.drop();
});
const at = (name: string) => path.join(cli.directory, name);

test('new makes a file that only its owner reads, never over another, without any setting', async () => {
  const made = await cli.run(['keys', 'new', at('key.txt'), '--json'], { BACKUP_SIGNING_KEY: '', DATABASE_URL: '' });
  const { recipient } = made.data<{ recipient: string }>();
  expect(statSync(at('key.txt')).mode & 0o777).toBe(0o600);
  const text = readFileSync(at('key.txt'), 'utf8');
  expect(text).toContain(`# public key: ${recipient}\nAGE-SECRET-KEY-1`);
  expect(made.stdout + made.stderr).not.toContain('AGE-SECRET-KEY');
  expect((await cli.run(['keys', 'new', at('key.txt'), '--json'])).error().code).toBe('CONFLICT');
  expect(readFileSync(at('key.txt'), 'utf8')).toBe(text);
  const held = await cli.run(['keys', 'check', '--identity', at('key.txt'), '--json'], {
    BACKUP_ENCRYPT_TO: recipient,
  });
  expect(held.data()).toEqual({ recipients: [{ recipient, held: true }], newest: null });
});

test('check tells which keys are held: from a file, pasted, or set; and says so where none is', async () => {
  writeFileSync(at('owner.txt'), OWNER.identity);
  const both = [
    { recipient: OWNER.recipient, held: true },
    { recipient: OFFICE.recipient, held: false },
  ];
  const away = { ...BOTH, DATABASE_URL: NOBODY };
  const fromFile = await cli.run(['keys', 'check', '--identity', at('owner.txt'), '--json'], away);
  expect(fromFile.data()).toMatchObject({ recipients: both });
  const set = await cli.run(['keys', 'check', '--json'], { ...away, BACKUP_IDENTITY: OFFICE.identity });
  expect(set.data()).toMatchObject({ recipients: [{ held: false }, { held: true }] });
  const environment = { ...process.env, ...away, BACKUP_LOCAL_DIR: cli.store, BACKUP_SIGNING_KEY: 'x'.repeat(40) };
  const words = ['--import', 'tsx', 'scripts/backup.ts', 'keys', 'check', '--stdin'];
  const pasted = spawnSync(process.execPath, words, {
    env: environment,
    input: `${OWNER.identity}\n`,
    encoding: 'utf8',
  });
  expect(pasted.stdout).toContain(`✓ held      ${OWNER.recipient}`);
  expect(pasted.stdout + pasted.stderr).not.toContain(secretOf(OWNER));
  writeFileSync(at('stranger.txt'), STRANGER.identity);
  const none = await cli.run(['keys', 'check', '--identity', at('stranger.txt'), '--json'], away);
  expect(none.error().code).toBe('UNSUPPORTED');
  expect((await cli.run(['keys', 'check', '--json'], away)).error().code).toBe('UNSUPPORTED');
  expect((await cli.run(['keys', 'check', '--identity', at('owner.txt'), '--json'])).error().code).toBe(
    'NOTHING_TO_DO',
  );
});

test('settings with a mistyped or a private key are refused without repeating it', async () => {
  const mistakes: Record<string, string>[] = [
    { BACKUP_ENCRYPT_TO: OWNER.identity },
    { BACKUP_ENCRYPT_TO: `${OWNER.recipient}x` },
    { BACKUP_IDENTITY: `${OWNER.identity}x` },
  ];
  for (const environment of mistakes) {
    const refused = await cli.run(['list', '--json'], environment);
    expect(refused.error()).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(/BACKUP_/) });
    expect(refused.stdout + refused.stderr).not.toContain(secretOf(OWNER));
  }
});

test('doctor warns loudly while the only key is on this server', async () => {
  const { encryption } = (
    await cli.run(['doctor', '--json'], { BACKUP_ENCRYPT_TO: OWNER.recipient, BACKUP_IDENTITY: OWNER.identity })
  ).data<{ encryption: { status: string; message: string } }>();
  expect(encryption).toMatchObject({ status: 'warning', message: expect.stringContaining('ONLY PRIVATE KEY') });
});

test.skipIf(!hasAgeProgram)(
  'the kit’s own commands bring database and content back, without this software',
  async ({ skip }) => {
    const first = (await cli.run(['create', '--format', 'sql.gz', '--json'], BOTH)).data<CliBackup>();
    content.site.write('a.yml', 'name: B\n');
    const head = content.site.commit('B');
    await cli.run(['create', '--format', 'sql.gz', '--json'], BOTH);
    const kit = await cli.run(['keys', 'kit', '--out', at('kit.txt'), '--json'], {
      ...BOTH,
      BACKUP_IDENTITY: OWNER.identity,
    });
    const view = kit.data<{ steps: { key: string; commands: string[] }[]; backup: { id: string } }>();
    expect(view.backup.id > first.id).toBe(true);
    const page = readFileSync(at('kit.txt'), 'utf8');
    for (const part of [
      OWNER.recipient,
      OFFICE.recipient,
      cli.store,
      'BACKUP_SIGNING_KEY',
      'rescue.mjs',
      'age --decrypt',
      'Opens 2 backups',
      'OPENS THE BACKUP OF THE COMMANDS BELOW',
    ]) {
      expect(page).toContain(part);
    }
    for (const secret of [secretOf(OWNER), 'test signing key', database.server.password])
      expect(page).not.toContain(secret);
    const rotated = await cli.run(['keys', 'kit', '--json'], { BACKUP_ENCRYPT_TO: STRANGER.recipient });
    expect(rotated.data()).toMatchObject({
      keys: [
        { recipient: STRANGER.recipient, current: true, opens: null, opensShown: false },
        { recipient: OWNER.recipient, current: false, opens: { backups: 2 }, opensShown: true },
        { recipient: OFFICE.recipient, current: false, opens: { backups: 2 }, opensShown: true },
      ],
    });
    const stored = readdirSync(cli.store, { recursive: true }).map(String);
    const script = path.join(cli.store, stored.find((name) => name.endsWith('rescue/rescue.mjs')) ?? '');
    const genuine = readFileSync(script);
    writeFileSync(script, `${genuine}\nevil();\n`);
    mkdirSync(at('forged'));
    const compare = view.steps.filter(({ key }) => key === 'fetch' || key === 'check').flatMap((step) => step.commands);
    const compared = spawnSync('sh', ['-c', compare.join('\n')], { cwd: at('forged'), encoding: 'utf8' });
    expect(compared.stdout.match(/^.*FAILED$/gm)).toEqual(['rescue.mjs: FAILED']);
    expect(compared.stdout.match(/^.*: OK$/gm)).toHaveLength(3);
    writeFileSync(script, genuine);
    const psql = newestNativeTool('pg_restore');
    skip(!psql, 'no PostgreSQL client programs on this machine');
    const target = await createDatabase({ major: 18 });
    try {
      mkdirSync(at('empty'));
      writeFileSync(at('empty/key.txt'), OFFICE.identity);
      const commands = view.steps
        .filter(({ key }) => key !== 'software')
        .flatMap((step) => step.commands)
        .map((command) =>
          command === 'createdb restored' ? ':' : command.replace('-d restored', `-d ${target.name}`),
        );
      const { host, port, user, password } = target.server;
      const done = spawnSync('sh', ['-e', '-c', commands.join('\n')], {
        cwd: at('empty'),
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${path.dirname(psql?.path ?? '')}:${process.env.PATH}`,
          PGHOST: host,
          PGPORT: String(port),
          PGUSER: user,
          PGPASSWORD: password,
        },
      });
      expect(done.stderr).toBe('');
      expect(done.status).toBe(0);
      const count = async (from: TestDatabase) => from.query('select count(*) from item_views');
      expect(await count(target)).toEqual(await count(database));
      expect(readFileSync(at('empty/content/a.yml'), 'utf8')).toBe('name: B\n');
      expect(readFileSync(at('empty/content/.git/HEAD'), 'utf8')).toContain('refs/heads/main');
      expect(content.site.git('rev-parse', 'HEAD')).toBe(head);
      expect(existsSync(at('empty/rescue.mjs'))).toBe(true);
    } finally {
      await target.drop();
    }
  },
);
