import { describe, expect, test } from 'vitest';
import { poolSize } from '@/lib/db/pool-size';

describe('poolSize', () => {
  test.each([
    [undefined, 'production', 20],
    [undefined, 'development', 10],
    [undefined, undefined, 10],
    ['', 'production', 20],
    ['many', 'test', 10],
    ['7', 'production', 7],
    ['0', 'production', 1],
    ['-3', 'development', 1],
    ['50', 'development', 50],
    ['51', 'development', 50],
    ['1e9', 'development', 1],
    ['1000000', 'development', 50],
  ])('DB_POOL_SIZE=%s in %s gives %i', (setting, environment, expected) => {
    expect(poolSize(setting, environment)).toBe(expected);
  });
});
