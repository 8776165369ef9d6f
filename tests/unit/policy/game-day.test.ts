import { describe, expect, it } from 'vitest';
import { type GameDayFacts, gameDayStep, judgeGameDay } from '@/lib/backup/policy/game-day';

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
});
