import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import type { Initiator } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest } from '../support/backup-module';
import { planned, SITE_NAME } from '../support/restoring';
import { errorOf } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;
let now = new Date();

beforeAll(async () => {
  site = await openRestoreSite({ module: { clock: { now: () => now } } });
});
beforeEach(() => {
  now = new Date();
});
afterAll(() => site?.close());

const admin = (id: string): Initiator => ({ trigger: 'manual', actor: { id, name: id } });

async function outcomeOf(token: string, who: Pick<Initiator, 'trigger' | 'actor'> = byTest) {
  const typed = { siteName: SITE_NAME, password: 'the right password' };
  const started = await startRestore(site.module.context, { token, ...typed, actor: who.actor }, who);
  return started.ok && started.value.finished ? await started.value.finished : started;
}

async function tokenFor(actorId?: string): Promise<string> {
  if (actorId === undefined) return (await planned(site.module, site.backupId, { kind: 'live' })).token ?? '';
  const actor = { id: actorId, email: `${actorId}@example.com` };
  const plan = await planRestore(site.module.context, { backupId: site.backupId, target: { kind: 'live' }, actor });
  return (plan.ok && plan.value.token) || '';
}

test.each([
  [
    'somebody signs up',
    `insert into users (id, email) values ('late', 'late@example.com')`,
    `delete from users where id = 'late'`,
    'the accounts',
  ],
  ['a table is changed', 'alter table votes add column later int', 'alter table votes drop column later', 'the tables'],
  [
    'a migration runs',
    `insert into drizzle.__drizzle_migrations (id, hash, created_at) values (99, 'x', 1)`,
    'delete from drizzle.__drizzle_migrations where id = 99',
    'the migrations',
  ],
])('%s between the plan and the start: refused, and it is said what has moved', async (_, change, back, part) => {
  const token = await tokenFor();
  await site.live.query(change);
  const error = errorOf(await outcomeOf(token));
  await site.live.query(back);
  expect(error).toMatchObject({
    code: 'STALE',
    message: expect.stringContaining(part),
    hint: expect.stringContaining('Read the plan again'),
  });
});

test('a comment that is written meanwhile does not count: a site lives on', async () => {
  // Stops at the word of the site, so that nothing is restored here.
  const token = await tokenFor();
  await site.live.query(`update comments set content = content || ' ' where id = (select min(id) from comments)`);
  const started = await startRestore(site.module.context, { token, siteName: 'another', actor: byTest.actor }, byTest);
  expect(errorOf(started)).toMatchObject({ code: 'INVALID_INPUT', fields: { siteName: expect.any(String) } });
  await site.live.query(`update comments set content = rtrim(content) where id = (select min(id) from comments)`);
});

test('a plan older than ten minutes', async () => {
  const token = await tokenFor();
  now = new Date(now.getTime() + 10 * 60_000 + 1);
  expect(errorOf(await outcomeOf(token))).toMatchObject({
    code: 'STALE',
    message: expect.stringContaining('ten minutes'),
  });
});

test('a plan of another admin, or of the terminal', async () => {
  for (const token of [await tokenFor('first'), await tokenFor()]) {
    const error = errorOf(await outcomeOf(token, admin('second')));
    expect(error).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('Another admin') });
  }
});

test('a plan that was edited, cut or made up', async () => {
  const token = await tokenFor();
  const [body = '', mac = ''] = token.split('.');
  const text = Buffer.from(body, 'base64url').toString();
  const edited = Buffer.from(text.replace('"swap"', '"transaction"')).toString('base64url');
  for (const wrong of [`${edited}.${mac}`, token.slice(0, -1), body, `${body}.`, '', 'made up', `${token}.${mac}`]) {
    expect(errorOf(await outcomeOf(wrong)), wrong.slice(-20)).toMatchObject({ code: 'INVALID_INPUT' });
  }
});

test('a wrong password, and no copy of safety from a browser', async () => {
  const token = await tokenFor('first');
  const request = { token, siteName: SITE_NAME, actor: admin('first').actor };
  const wrong = await startRestore(site.module.context, { ...request, password: 'guessed' }, admin('first'));
  expect(errorOf(wrong)).toMatchObject({ code: 'FORBIDDEN', fields: { password: expect.any(String) } });
  const skipped = await startRestore(
    site.module.context,
    { ...request, password: 'the right password', skipSafetyCopy: true },
    admin('first'),
  );
  expect(errorOf(skipped)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('terminal') });
});

test('after all these refusals live is as it was', () => site.expectUntouched());
