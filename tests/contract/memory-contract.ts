import { expect, it } from 'vitest';
import type { CurrentStore } from './object-store-contract';
import { largeBody } from './store-under-test';

const MEBIBYTE = 1024 * 1024;
const OBJECT_SIZE = 192 * MEBIBYTE;
const ALLOWED_GROWTH = 96 * MEBIBYTE;

/** The highest growth of this process while `work` runs; sampled often, the process being the one that streams. */
async function growthDuring(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let highest = before;
  const sampler = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(sampler);
  }
  return Math.max(highest, process.memoryUsage.rss()) - before;
}

export function memoryContract(current: CurrentStore): void {
  it('streams both ways in memory that does not grow with the object', async () => {
    const store = current.store();
    const putGrowth = await growthDuring(async () => {
      expect(await store.put('site/large', largeBody(OBJECT_SIZE))).toEqual({ size: OBJECT_SIZE });
    });
    let read = 0;
    const getGrowth = await growthDuring(async () => {
      for await (const chunk of await store.get('site/large')) read += chunk.byteLength;
    });
    expect(read).toBe(OBJECT_SIZE);
    expect(putGrowth, 'growth while putting').toBeLessThan(ALLOWED_GROWTH);
    expect(getGrowth, 'growth while getting').toBeLessThan(ALLOWED_GROWTH);
  });
}
