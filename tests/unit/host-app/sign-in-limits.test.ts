import { describe, expect, test } from 'vitest';
import { callerAddress, countSignInAttempt } from '@/lib/auth/sign-in-limits';

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('countSignInAttempt', () => {
  test('refuses the eleventh guess for one e-mail, however it is written and wherever it comes from', async () => {
    const attempts = await Promise.all(
      times(15).map((n) => countSignInAttempt(n % 2 ? ' A@one.example' : 'a@ONE.example', `10.1.0.${n}`)),
    );
    expect(attempts.filter(Boolean)).toHaveLength(10);
  });

  test('refuses the fifty-first guess from one address, whatever the e-mail', async () => {
    const attempts = await Promise.all(times(60).map((n) => countSignInAttempt(`person-${n}@two.example`, '10.2.0.1')));
    expect(attempts.filter(Boolean)).toHaveLength(50);
  });

  test('a right password gives the attempts back', async () => {
    for (const _ of times(200)) {
      const attempt = await countSignInAttempt('a@three.example', '10.3.0.1');
      expect(attempt).not.toBeNull();
      await attempt?.forgive();
    }
  });
});

describe('callerAddress', () => {
  const address = (chain?: string) => callerAddress(new Headers(chain ? { 'x-forwarded-for': chain } : {}));

  test('believes the nearest proxy, not what the caller wrote before it', () => {
    expect(address('1.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(address('203.0.113.9')).toBe('203.0.113.9');
    expect(address()).toBe('unknown');
  });
});
