import { describe, expect, it } from 'vitest';
import { appError } from '@/lib/backup/kernel/app-error';
import { err, ok } from '@/lib/backup/kernel/result';
import { judgeNames } from '@/lib/backup/policy/environment-names';
import { judgeReadiness } from '@/lib/backup/policy/readiness';
import { judgeCopies, judgeRestore, type RestoreProof } from '@/lib/backup/policy/readiness-backups';
import { type ItemVerdict, told } from '@/lib/backup/policy/readiness-finding';
import { judgeMonitoring, type WatchFacts } from '@/lib/backup/policy/readiness-site';
import { judgeSignOff } from '@/lib/backup/policy/sign-off';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const codes = ({ open }: ItemVerdict) => open.map(({ code }) => code);
const down = err(appError('STORAGE_DOWN', 'The storage did not answer.'));

describe('a restore within the quarter', () => {
  const proof = (days: number, passed = true, by: RestoreProof['by'] = 'drill') => ({ at: ago(days * 24), passed, by });
  it.each<[string, RestoreProof[], string[]]>([
    ['never', [], ['never-restored']],
    ['92 days ago', [proof(92)], []],
    ['93 days ago', [proof(93)], ['restore-old']],
    ['a game day', [proof(93), proof(3, true, 'game-day')], []],
    ['failed since', [proof(9), proof(2, false)], ['restore-failed']],
    ['failed, then passed', [proof(2), proof(9, false)], []],
    ['from a clock that was wrong', [proof(-40)], ['never-restored']],
  ])('%s', (_, proofs, expected) => {
    expect(codes(judgeRestore(NOW, ok(proofs)))).toEqual(expected);
  });
});

describe('copies', () => {
  const newest = { createdAt: ago(1), tables: 3 };
  const points = ok({ newest, whole: true });
  const bucket = { places: [], bucket: 'S3 bucket x' };
  const facts = { now: NOW, rpoHours: 26, bucket: null, strangers: [], points };
  const place = { name: 'far', local: false, newestAt: ago(1), failed: null, there: ok(true) };
  it.each([
    ['there', { places: [place] }, []],
    ['a folder of this server alone', { places: [] }, ['no-copies']],
    ['folders alone', { places: [{ ...place, local: true }] }, ['copies-near']],
    ['a folder beside a bucket for copies', { places: [{ ...place, local: true }, place] }, []],
    ['a folder beside a main store that is a bucket', { places: [{ ...place, local: true }], bucket: 'x' }, []],
    ['a bucket alone', { places: [], bucket: 'S3 bucket x' }, []],
    ['a bucket without a backup', { ...bucket, points: ok({ newest: null, whole: false }) }, ['no-backup']],
    ['a bucket whose backup is gone', { ...bucket, points: ok({ newest, whole: false }) }, ['backup-gone']],
    [
      'a bucket whose backup is old',
      { ...bucket, points: ok({ newest: { ...newest, createdAt: ago(27) }, whole: true }) },
      ['backup-old'],
    ],
    ['older than the objective', { places: [{ ...place, newestAt: ago(27) }] }, ['copy-old']],
    ['failed since, and none in time', { places: [{ ...place, newestAt: ago(27), failed: 'Full.' }] }, ['copy-failed']],
    ['failed since, while one in time stands', { places: [{ ...place, failed: 'Full.' }] }, []],
    ['one dead of two', { places: [place, { ...place, name: 'dead', there: down }] }, ['copy-down']],
    ['a name that no setting knows', { places: [place], strangers: ['old'] }, ['copy-stranger']],
    ['no storage', { places: [], points: down }, ['storage-down']],
  ])('%s', (_, given, expected) => {
    expect(codes(judgeCopies({ ...facts, ...given }))).toEqual(expected);
  });
});

describe('monitoring', () => {
  const asked = (health: string | null, metrics: string | null = null) => ok({ health, metrics });
  const facts: WatchFacts = { now: NOW, rpoHours: 26, probe: null, watchers: asked(ago(1)), heartbeat: null };
  it.each<[string, Partial<WatchFacts>, string[]]>([
    ['asked an hour ago', {}, []],
    ['asked three hours ago', { watchers: asked(ago(3)) }, ['asked-long-ago']],
    ['never asked, but metrics are', { watchers: asked(null, ago(1)) }, []],
    [
      'never asked, but a watcher is told',
      { watchers: asked(null), heartbeat: ok({ deliveredAt: ago(20), reason: null }) },
      [],
    ],
    [
      'a watcher that cannot be told',
      { heartbeat: ok({ deliveredAt: ago(20), reason: 'Gone.' }) },
      ['heartbeat-failed'],
    ],
    [
      'a watcher that was told too long ago',
      { watchers: asked(null), heartbeat: ok({ deliveredAt: ago(30), reason: null }) },
      ['asked-long-ago'],
    ],
    ['nobody', { watchers: asked(null) }, ['never-asked']],
    ['nobody can tell', { watchers: down }, ['watchers-unknown']],
  ])('%s', (_, given, expected) => {
    expect(codes(judgeMonitoring({ ...facts, ...given }))).toEqual(expected);
  });
});

describe('a sign-off', () => {
  const record = {
    act: 'sign',
    at: NOW,
    actorName: 'Ada',
    note: null,
    expiresAt: new Date(ago(-24)),
    covers: ['A'],
  } as const;
  it.each([
    ['none', null, ['A'], 'none'],
    ['in its time', record, ['A'], 'valid'],
    ['of more than there is now', record, [], 'valid'],
    ['of less', record, ['A', 'B'], 'outgrown'],
    ['over', { ...record, expiresAt: NOW }, ['A'], 'expired'],
    ['taken back', { ...record, act: 'revoke' as const, expiresAt: null }, ['A'], 'revoked'],
  ])('%s', (_, newest, names, state) => {
    expect(judgeSignOff(NOW, newest, names).state).toBe(state);
  });
});

it('names of variables: halves, slips of the hand, credentials of copies; values are never asked for', () => {
  const judged = judgeNames({
    set: [
      'BACKUP_NOTIFY_EMAIL_TO',
      'BACKUP_S3_SECRET_ACCESS_KEY_OFF_SITE',
      'BACKUP_S3_SECRET_ACCESS_KEY_OTHER',
      'HOME',
      'AUTH_SECRET',
    ],
    known: [
      'BACKUP_NOTIFY_EMAIL_TO',
      'BACKUP_NOTIFY_EMAIL_FROM',
      'BACKUP_NOTIFY_SMTP_URL',
      'AUTH_SECRET',
      'CRON_SECRET',
      'PATH',
    ],
    copies: ['off-site'],
    host: null,
    scheduleHeard: false,
  });
  const names = (state: string) => judged.filter((one) => one.state === state).map(({ name }) => name);
  expect(names('missing')).toEqual(['BACKUP_NOTIFY_EMAIL_FROM', 'BACKUP_NOTIFY_SMTP_URL', 'CRON_SECRET']);
  expect(names('unknown')).toEqual(['BACKUP_S3_SECRET_ACCESS_KEY_OTHER']);
  expect(names('ok')).toEqual(['AUTH_SECRET', 'BACKUP_NOTIFY_EMAIL_TO', 'BACKUP_S3_SECRET_ACCESS_KEY_OFF_SITE']);
  expect(judged.filter(({ secret, set }) => secret && set).map(({ name }) => name)).toEqual([
    ...['AUTH_SECRET', 'BACKUP_S3_SECRET_ACCESS_KEY_OFF_SITE'],
  ]);
});

it('the score counts what is known to hold, and the next step is the weightiest', () => {
  const fine: ItemVerdict = { open: [], good: [] };
  const items = {
    backup: fine,
    copies: fine,
    content: fine,
    restore: fine,
    monitoring: fine,
    secrets: fine,
    'sign-in': fine,
  };
  const judge = (more: Partial<typeof items>) =>
    judgeReadiness({ now: NOW, items: { ...items, ...more }, signOffs: {}, variables: [] });
  expect(judge({})).toMatchObject({ ready: true, score: 7, of: 7, next: null });
  const unknown = { open: [told('storage-down')], good: [], unknown: true };
  const view = judge({ content: { open: [told('unsaved'), told('no-remote')], good: [] }, restore: unknown });
  expect(view).toMatchObject({ ready: false, score: 5, next: { item: 'restore', finding: { code: 'storage-down' } } });
  expect(view.checks.map(({ state }) => state)).toEqual([
    ...['ready', 'ready', 'open', 'unknown', 'ready', 'ready', 'ready'],
  ]);
});
