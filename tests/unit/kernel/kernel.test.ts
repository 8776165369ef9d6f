import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { APP_ERROR_CODES, AppFailure, failure } from '@/lib/backup/kernel/app-error';
import { formatBytes } from '@/lib/backup/kernel/bytes';
import { canonicalJson } from '@/lib/backup/kernel/canonical-json';
import { ByteMeter, metered, sameSecret, sha256Hex } from '@/lib/backup/kernel/digest';
import { ERROR_TABLE } from '@/lib/backup/kernel/error-table';
import { ID_PATTERN, idTime, newId } from '@/lib/backup/kernel/ids';
import { attempt, unwrap } from '@/lib/backup/kernel/result';

describe('ids', () => {
  test('match their pattern, sort by time and give it back', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2500-01-01'), noInvalidDate: true }), (at) => {
        const id = newId(at);
        expect(id).toMatch(ID_PATTERN);
        expect(idTime(id)).toEqual(at);
        expect(newId(new Date(at.getTime() + 1)) > id).toBe(true);
      }),
    );
  });

  test('are not repeated within a millisecond', () => {
    const at = new Date();
    expect(new Set(Array.from({ length: 2000 }, () => newId(at))).size).toBe(2000);
  });
});

describe('canonical JSON', () => {
  test('does not depend on the order of members and survives a round trip', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  test('leaves out what is undefined, as JSON does', () => {
    expect(canonicalJson({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}');
  });
});

describe('results', () => {
  test('an expected failure becomes a result, a bug goes on being thrown', async () => {
    const expected = await attempt(async () => {
      throw failure('CORRUPT', 'It is short.', { hint: 'Make another.' });
    });
    expect(expected).toEqual({
      ok: false,
      error: { code: 'CORRUPT', message: 'It is short.', hint: 'Make another.', retryable: false },
    });
    const bug = attempt(async () => {
      throw new TypeError('a bug');
    });
    await expect(bug).rejects.toThrow('a bug');
    expect(() => unwrap(expected)).toThrow(AppFailure);
  });

  test('every code has a row; refusals exit with 3, wrong usage with 2', () => {
    expect(Object.keys(ERROR_TABLE).sort()).toEqual([...APP_ERROR_CODES].sort());
    expect(ERROR_TABLE.BUSY).toMatchObject({ httpStatus: 409, exitCode: 3 });
    expect(ERROR_TABLE.INVALID_INPUT.exitCode).toBe(2);
    expect(APP_ERROR_CODES.length).toBeLessThanOrEqual(15);
  });
});

describe('bytes and digests', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [12_400_000, '12.4 MB'],
    [184_302_000_000, '184 GB'],
  ])('%i → %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('a meter counts and hashes what passes, unchanged', async () => {
    const meter = new ByteMeter();
    const passed: Uint8Array[] = [];
    async function* source() {
      yield Buffer.from('ab');
      yield Buffer.from('c');
    }
    for await (const chunk of metered(source(), meter)) passed.push(chunk);
    expect(Buffer.concat(passed).toString()).toBe('abc');
    expect([meter.size, meter.sha256()]).toEqual([3, sha256Hex('abc')]);
  });

  test('secrets are compared by digest, whatever their length', () => {
    expect([sameSecret('a', 'a'), sameSecret('a', 'ab'), sameSecret('', 'x')]).toEqual([true, false, false]);
  });
});
