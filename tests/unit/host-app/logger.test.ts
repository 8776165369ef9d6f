import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { logLine } from '@/lib/logger';

const at = new Date('2026-11-22T02:00:00Z');
const line = (message: string, facts?: Record<string, unknown>) => JSON.parse(logLine('error', message, facts, at));

describe('logLine', () => {
  test('is one line of JSON with time, level and message', () => {
    const text = logLine('info', 'first\nsecond', { tables: 42 }, at);
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      time: '2026-11-22T02:00:00.000Z',
      level: 'info',
      message: 'first\nsecond',
      tables: 42,
    });
  });

  test('facts cannot pass for time, level or message', () => {
    expect(line('real', { level: 'info', message: 'forged', time: 'never' })).toMatchObject({
      level: 'error',
      message: 'real',
    });
  });

  test('an error is told with its causes, but without query and parameters', () => {
    const driver = Object.assign(new Error('at postgres://a:hunter22@db/x'), {
      code: '28P01',
      query: 'select 1',
      parameters: ['hash'],
    });
    const { cause } = line('failed', { cause: new Error('outer', { cause: driver }) });
    expect(cause).toMatchObject({ name: 'Error', message: 'outer', cause: { code: '28P01' } });
    expect(JSON.stringify(cause)).not.toMatch(/hunter22|select 1|"hash"/);
  });

  test('the values of a failed query are left out', () => {
    const text = JSON.stringify(
      line('x', { cause: new DrizzleQueryError('select $1', ['noor@example.com'], new Error('down')) }),
    );
    expect(text).toContain('select $1');
    expect(text).toContain('down');
    expect(text).not.toContain('noor@example.com');
  });

  test('members named like secrets are hidden at any depth', () => {
    const text = JSON.stringify(
      line('x', { user: { password: 'hunter22', apiKey: 'k', sessionToken: 't', name: 'Noor' } }),
    );
    expect(text).not.toMatch(/hunter22|"k"|"t"/);
    expect(text).toContain('Noor');
  });

  test('takes anything: a circle, a symbol, a bigint, bytes, an invalid date', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const facts = {
      circle,
      sign: Symbol('s'),
      big: 10n,
      bytes: Buffer.from('abc'),
      date: new Date(Number.NaN),
      none: undefined,
    };
    expect(() => line('odd', facts)).not.toThrow();
  });
});
