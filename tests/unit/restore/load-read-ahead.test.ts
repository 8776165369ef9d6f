import { describe, expect, it } from 'vitest';
import { ReadAhead } from '@/lib/backup/database/restore/load-read-ahead';

const piece = (size: number, value: number) => new Uint8Array(size).fill(value);

/** A source that tells how far it was read. */
function counted(pieces: number, size = 10) {
  const read = { pieces: 0 };
  async function* source() {
    for (; read.pieces < pieces; ) {
      read.pieces += 1;
      yield piece(size, read.pieces);
    }
  }
  return { read, source: source() };
}

const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

async function firstBytes(pieces: AsyncIterable<Uint8Array>): Promise<number[]> {
  const found: number[] = [];
  for await (const each of pieces) found.push(each[0] ?? 0);
  return found;
}

describe('ReadAhead', () => {
  it('reads no further ahead than its limit, over all queues, and goes on as pieces are used', async () => {
    const ahead = new ReadAhead(50);
    const [first, second] = [ahead.queue(), ahead.queue()];
    const one = counted(3);
    await first.fill(one.source);
    const two = counted(9);
    const filled = second.fill(two.source);
    await turns();
    // Three of the first, two of the second, one more in the hand of the reader.
    expect(two.read.pieces).toBe(3);
    expect(await firstBytes(first)).toEqual([1, 2, 3]);
    await turns();
    expect(two.read.pieces).toBe(6);
    expect(await firstBytes(second)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await filled;
  });

  it('throws pieces away that nobody uses', async () => {
    const ahead = new ReadAhead(20);
    const [unwanted, wanted] = [ahead.queue(), ahead.queue()];
    const many = counted(50);
    const filled = unwanted.fill(many.source);
    await turns();
    unwanted.drop();
    await filled;
    const [used] = await Promise.all([firstBytes(wanted), wanted.fill(counted(4).source)]);
    expect(used).toEqual([1, 2, 3, 4]);
  });

  it('tells the user what the source threw, behind what it gave', async () => {
    async function* broken() {
      yield piece(1, 7);
      throw new Error('torn');
    }
    const queue = new ReadAhead(10).queue();
    await expect(queue.fill(broken())).rejects.toThrow('torn');
    const seen: number[] = [];
    const using = (async () => {
      for await (const each of queue) seen.push(each[0] ?? 0);
    })();
    await expect(using).rejects.toThrow('torn');
    expect(seen).toEqual([7]);
  });

  it('lets nobody wait after it is cancelled', async () => {
    const controller = new AbortController();
    const queue = new ReadAhead(10, controller.signal).queue();
    const filled = queue.fill(counted(5).source);
    await turns();
    controller.abort();
    await expect(filled).rejects.toThrow('cancelled');
  });
});
