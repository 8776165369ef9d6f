import { describe, expect, it } from 'vitest';
import { type GameDayFacts, gameDayStep, judgeGameDay, newestPassed } from '@/lib/backup/policy/game-day';

const done = { status: 'done', error: null } as const;
const good: GameDayFacts = {
  needs: [{ key: 'keys', by: 'person', state: 'yes' }],
  run: done,
  compared: { same: true, tables: 2, rows: 3, reason: null },
  look: { ms: 1, accounts: 2, admins: 1, newest: [], content: { state: 'cloned', head: 'a', reason: null } },
};
const looked = (more: Partial<NonNullable<GameDayFacts['look']>>) =>
  ({ look: { ...(good.look as NonNullable<GameDayFacts['look']>), ...more } }) satisfies Partial<GameDayFacts>;
const failed = { status: 'failed', error: { code: 'CORRUPT', message: 'It broke.', retryable: false } } as const;

describe('a rehearsal', () => {
  it.each<[string, Partial<GameDayFacts>, string[]]>([
    ['in which all went well', {}, []],
    ['nobody was asked in', { needs: [{ key: 'keys', by: 'person', state: 'unasked' }] }, []],
    ['without git here', { needs: [{ key: 'git', by: 'software', state: 'no' }] }, []],
    ['whose backup holds no content', looked({ content: { state: 'none', head: null, reason: null } }), []],
    ['without the keys', { needs: [{ key: 'keys', by: 'person', state: 'no' }] }, ['need']],
    ['whose restore failed', { run: failed, compared: null, look: null }, ['restore']],
    ['whose restore was lost', { run: { status: 'lost', error: null }, compared: null, look: null }, ['restore']],
    ['without a restore', { run: null, compared: null, look: null }, ['restore']],
    [
      'in which a table differs',
      { run: failed, compared: { same: false, tables: 2, rows: 3, reason: 'a differs' } },
      ['restore', 'compare'],
    ],
    ['in which a restore that was done was not compared', { compared: null }, ['compare']],
    ['nobody looked at', { look: null }, ['not-looked']],
    ['without an account', looked({ accounts: 0, admins: 0 }), ['no-account']],
    ['without an admin', looked({ admins: 0 }), ['no-admin']],
    ['whose content is broken', looked({ content: { state: 'failed', head: null, reason: null } }), ['content']],
  ])('%s', (_, facts, codes) => {
    const { outcome, reasons } = judgeGameDay({ ...good, ...facts });
    expect(reasons.map(({ code }) => code)).toEqual(codes);
    expect(outcome).toBe(codes.length === 0 ? 'passed' : 'failed');
  });

  it.each([
    [null, null, 'needs'],
    ['running', null, 'restoring'],
    ['lost', null, 'again'],
    ['cancelled', null, 'again'],
    ['failed', null, 'record'],
    ['done', null, 'look'],
    ['done', good.look, 'record'],
  ] as const)('with a restore that is %s', (status, look, step) => {
    expect(gameDayStep({ run: status && { status, error: null }, look })).toBe(step);
  });

  it('proves by its newest pass that is not ahead of the clock', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    const day = (outcome: string, endedAt: string) => ({ outcome, endedAt });
    expect(newestPassed([day('failed', '2026-11-23T00:00:00Z')], now)).toBeNull();
    const records = [
      day('passed', '2027-01-01T00:00:00Z'),
      day('passed', '2026-08-01T00:00:00Z'),
      day('passed', '2026-11-01T00:00:00Z'),
    ];
    expect(newestPassed(records, now)).toBe('2026-11-01T00:00:00Z');
  });
});
