import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { emailNotifier } from '@/lib/backup/notify/email-notifier';
import { getNotifications } from '@/lib/backup/use-cases/get-notifications';
import { notify, notifyRecovered } from '@/lib/backup/use-cases/notify';
import { sendTestNotice } from '@/lib/backup/use-cases/send-test-notice';
import { openModule, type TestModule } from '@/tests/support/backup-module';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';
import { waitFor } from '@/tests/support/wait-for';
import { type MailServer, mailServer, type Receiver, receiver, silentMailServer } from './receivers';

const SECRET = 'webhook secret, thirty-two characters or more';
const QUICK = { pausesMs: [5, 5], timeoutMs: 10_000 };
const IMPATIENT = { ...QUICK, timeoutMs: 300 };
const FAILED = {
  event: 'failed',
  topic: 'failed:backup',
  about: 'The scheduled backup',
  reason: 'The disk is full.',
  hint: 'Free some space.',
  path: '/admin/backups/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV',
} as const;

let database: TestDatabase;
let web: Receiver;
let slack: Receiver;
let mail: MailServer;
let modules: TestModule[];

beforeEach(async () => {
  [database, web, slack, mail] = await Promise.all([createDatabase(), receiver(), receiver(), mailServer()]);
  modules = [];
});
afterEach(async () => {
  for (const module of modules) await module.close();
  await Promise.all([web?.close(), slack?.close(), mail?.close()]);
  await database?.drop();
});

async function open(more: Record<string, string> = {}, host = {}, url = database.url): Promise<TestModule> {
  const module = await openModule(url, {
    host,
    environment: {
      BACKUP_NOTIFY_EMAIL_TO: 'jane@example.com, joe@example.com',
      BACKUP_NOTIFY_EMAIL_FROM: 'backup@example.com',
      BACKUP_NOTIFY_SMTP_URL: mail.url,
      BACKUP_NOTIFY_WEBHOOK_URL: web.url,
      BACKUP_NOTIFY_WEBHOOK_SECRET: SECRET,
      BACKUP_NOTIFY_SLACK_URL: slack.url,
      BACKUP_NOTIFY_SITE_URL: 'https://directory.example.com',
      ...more,
    },
  });
  modules.push(module);
  return module;
}

test('one failure reaches people by every way, with the reason and a link, and no secret', async () => {
  const module = await open();
  expect(await notify(module.context, FAILED, QUICK)).toEqual({ delivered: 3, failed: 0 });
  const [posted] = web.received;
  const signature = createHmac('sha256', SECRET)
    .update(`${posted?.headers['x-backup-timestamp']}.${posted?.body}`)
    .digest('hex');
  expect(posted?.headers['x-backup-signature']).toBe(`v1=${signature}`);
  expect(JSON.parse(posted?.body ?? '')).toMatchObject({
    event: 'failed',
    site: 'Test Directory',
    title: 'The scheduled backup failed',
    text: 'The disk is full.\nFree some space.',
    link: 'https://directory.example.com/admin/backups/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV',
  });
  expect(JSON.parse(slack.received[0]?.body ?? '').text).toContain('The disk is full.');
  expect(mail.mails).toHaveLength(1);
  expect(mail.mails[0]).toMatchObject({ from: 'backup@example.com', to: ['jane@example.com', 'joe@example.com'] });
  expect(mail.mails[0]?.text).toContain('Subject: [Test Directory] The scheduled backup failed');
  const all = JSON.stringify([web.received, slack.received, mail.mails, module.logged]);
  for (const secret of [SECRET, 'mail password', 'mail%20password', 'test signing key'])
    expect(all).not.toContain(secret);
});

describe('the same trouble', () => {
  test('is told once, by however many instances it is found', async () => {
    const instances = await Promise.all([open(), open(), open()]);
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        const instance = instances[index % 3];
        return instance ? notify(instance.context, FAILED, QUICK) : null;
      }),
    );
    expect(web.received).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
  });

  test('is told again after some hours, and says how often', async () => {
    const module = await open({ BACKUP_NOTIFY_REPEAT_HOURS: '2' });
    await notify(module.context, FAILED, QUICK);
    await database.query(`update backup.notices set told_at = told_at - interval '119 minutes'`);
    await notify(module.context, FAILED, QUICK);
    expect(web.received).toHaveLength(1);
    await database.query(`update backup.notices set told_at = told_at - interval '1 minute'`);
    await notify(module.context, FAILED, QUICK);
    expect(JSON.parse(web.received[1]?.body ?? '').text).toContain('Told 2 times so far.');
  });

  test('is over once, and only where it had been told', async () => {
    const module = await open();
    const over = () => notifyRecovered(module.context, ['failed:backup', 'missed'], { about: 'The backup' });
    await over();
    expect(web.received).toHaveLength(0);
    await notify(module.context, FAILED, QUICK);
    await Promise.all([over(), over(), over()]);
    expect(web.received.map(({ body }) => JSON.parse(body).event)).toEqual(['failed', 'recovered']);
    await notify(module.context, FAILED, QUICK);
    expect(web.received).toHaveLength(3);
    expect(await database.query('select topic from backup.notices')).toEqual([{ topic: 'failed:backup' }]);
  });
});

describe('a receiver in trouble', () => {
  test('gets the same message again, with the same id, until it takes it', async () => {
    const module = await open();
    web.answers.push(503, 500);
    expect(await notify(module.context, FAILED, QUICK)).toEqual({ delivered: 3, failed: 0 });
    expect(new Set(web.received.map(({ headers }) => headers['x-backup-id'])).size).toBe(1);
    expect(web.received).toHaveLength(3);
  });

  test.each([
    [[400], 1, 'The receiver answered 400.'],
    [[302], 1, 'The receiver sent on to another address (302), which is not followed.'],
    [[500, 500, 500], 3, 'The receiver answered 500.'],
    [['hang', 'hang', 'hang'], 3, 'There was no answer in time.'],
  ] as const)('%s: given up after %i, and the page says why', async (answers, tries, reason) => {
    const module = await open();
    // What is loaded once is loaded before the clock runs.
    await notify(module.context, { event: 'missed' }, QUICK);
    web.received.length = 0;
    await database.query('delete from backup.notice_channels');
    web.answers.push(...answers);
    const timing = reason.includes('in time') ? IMPATIENT : QUICK;
    expect(await notify(module.context, FAILED, timing)).toMatchObject({ failed: 1 });
    expect(web.received).toHaveLength(tries);
    const { channels } = unwrap(await getNotifications(module.context));
    expect(channels.find(({ channel }) => channel === 'webhook')).toMatchObject({ reason, deliveredAt: null });
    expect(channels.find(({ channel }) => channel === 'email')).toMatchObject({ reason: null });
  });

  test('where nobody at all was reached, the next time is told again', async () => {
    await Promise.all([web.close(), slack.close(), mail.close()]);
    const module = await open();
    expect(await notify(module.context, FAILED, QUICK)).toEqual({ delivered: 0, failed: 3 });
    expect(await notify(module.context, FAILED, QUICK)).toEqual({ delivered: 0, failed: 3 });
  });

  test('a mail server that refuses the password is named so, without it', async () => {
    const module = await open({ BACKUP_NOTIFY_SMTP_URL: mail.url.replace('mail%20password', 'wrong%20password') });
    await notify(module.context, FAILED, QUICK);
    const { channels } = unwrap(await getNotifications(module.context));
    expect(channels.find(({ channel }) => channel === 'email')?.reason).toBe('The mail server refused the sign-in.');
    expect(JSON.stringify(channels)).not.toContain('wrong');
  });
});

test.each([
  ['at once', null],
  ['after its greeting', '220 mail.example.com ESMTP\r\n'],
])(
  'a mail server that falls silent %s is given up, and its connection ended',
  async (_when, greeting) => {
    const silent = await silentMailServer(greeting);
    const at = new Date().toISOString();
    const message = {
      id: 'id',
      event: 'test',
      site: 'Site',
      at,
      urgent: false,
      title: 'T',
      text: 'T',
      link: null,
    } as const;
    try {
      const { deliver } = emailNotifier({ smtpUrl: silent.url, from: 'a@example.com', to: ['b@example.com'] }, 300);
      // Nobody aborts it: its own patience has to be enough.
      const failed = deliver(message, new AbortController().signal);
      await expect(failed).rejects.toMatchObject({
        message: 'The mail server did not answer in time.',
        retryable: true,
      });
      await waitFor(() => silent.open() === 0, { timeoutMs: 5_000 });
    } finally {
      await silent.close();
    }
  },
  10_000,
);

test('with no database people are told all the same, once', async () => {
  const { context } = await open({}, {}, 'postgres://nobody@127.0.0.1:1/none');
  expect(await notify(context, FAILED, QUICK)).toEqual({ delivered: 3, failed: 0 });
  expect(await notify(context, FAILED, QUICK)).toEqual({ delivered: 0, failed: 0 });
  expect(mail.mails).toHaveLength(1);
});

test('text of a line end or a hidden direction makes no header and no trick', async () => {
  const module = await open();
  const about = 'A backup\r\nBcc: mallory@example.com\u202e';
  await notify(module.context, { ...FAILED, about }, QUICK);
  const head = mail.mails[0]?.text.split('\r\n\r\n')[0] ?? '';
  expect(head).not.toMatch(/^Bcc:/m);
  expect(mail.mails[0]?.to).not.toContain('mallory@example.com');
});

test('a test message tells way by way what came of it, as often as it is sent', async () => {
  const module = await open({ BACKUP_NOTIFY_IN_APP: 'true' });
  slack.answers.push(404);
  const by = { trigger: 'cli', actor: { id: null, name: 'Test' } } as const;
  const sent = unwrap(await sendTestNotice(module.context, by, QUICK));
  const reasons = Object.fromEntries(sent.channels.map(({ channel, reason, problem }) => [channel, reason ?? problem]));
  expect(reasons).toEqual({
    email: null,
    webhook: null,
    slack: 'The receiver answered 404.',
    'in-app': 'This application has no notifications of its own.',
  });
  unwrap(await sendTestNotice(module.context, by, QUICK));
  expect(mail.mails).toHaveLength(2);
});
