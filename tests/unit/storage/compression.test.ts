import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzip, gzip } from '@/lib/backup/storage/compression';
import { bodyOf, codeOf, contentOf } from '@/tests/contract/store-under-test';

const text = Buffer.from('insert into votes values (1, 2, 3);\n'.repeat(40_000));
const unpacked = (bytes: Uint8Array, maxPlainBytes = Number.MAX_SAFE_INTEGER) =>
  contentOf(gunzip(bodyOf(bytes), { maxPlainBytes }));

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

describe('gzip', () => {
  it('makes what any gunzip opens', async () => {
    const packed = await contentOf(gzip(pieces(text, 1000)));
    expect(packed.byteLength).toBeLessThan(text.byteLength / 10);
    expect(gunzipSync(packed).equals(text)).toBe(true);
    expect((await contentOf(gzip(pieces(text, 1000), 9))).byteLength).toBeLessThan(packed.byteLength);
    expect(gunzipSync(await contentOf(gzip(bodyOf()))).byteLength).toBe(0);
  });

  it('goes both ways for any bytes in any pieces', async () => {
    const anyPieces = fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(anyPieces, fc.integer({ min: 1, max: 3000 }), async (parts, cut) => {
        const packed = await contentOf(gzip(bodyOf(...parts)));
        const plain = await contentOf(gunzip(pieces(packed, cut), { maxPlainBytes: 100_000 }));
        expect(plain.equals(Buffer.concat(parts))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 30])('passes on the very error of its source after %i chunks', async (chunks) => {
    const trouble = new Error('pg_dump ended with 1');
    const failing = async function* () {
      for (let sent = 0; sent < chunks; sent += 1) yield randomBytes(50_000);
      throw trouble;
    };
    await expect(contentOf(gzip(failing()))).rejects.toBe(trouble);
    await expect(contentOf(gunzip(gzip(failing()), { maxPlainBytes: 1e9 }))).rejects.toBe(trouble);
  });

  it('closes its source when its consumer leaves early', async () => {
    let closed = false;
    const endless = async function* () {
      try {
        for (;;) yield randomBytes(50_000);
      } finally {
        closed = true;
      }
    };
    for await (const _ of gzip(endless())) break;
    await expect.poll(() => closed).toBe(true);
  });
});

describe('gunzip', () => {
  const packed = gzipSync(text, { level: 1 });

  it('finds every truncation', async () => {
    for (let part = 0; part < 64; part += 1) {
      const cut = Math.floor((packed.byteLength * part) / 64);
      expect(await codeOf(unpacked(packed.subarray(0, cut))), `${cut} bytes`).toBe('CORRUPT');
    }
    expect(await codeOf(unpacked(packed.subarray(0, -1)))).toBe('CORRUPT');
  });

  it.each([
    ['text', Buffer.from('tail')],
    ['zeros', Buffer.alloc(5)],
    ['one byte', Buffer.from([0x1f])],
    ['much', randomBytes(300_000)],
  ])('finds garbage behind the end: %s', async (_, garbage) => {
    expect(await codeOf(unpacked(Buffer.concat([packed, garbage])))).toBe('CORRUPT');
    const separate = async function* () {
      yield packed;
      yield garbage;
    };
    expect(await codeOf(contentOf(gunzip(separate(), { maxPlainBytes: 1e9 })))).toBe('CORRUPT');
    expect(await codeOf(contentOf(gunzip(pieces(Buffer.concat([packed, garbage]), 777), { maxPlainBytes: 1e9 })))).toBe(
      'CORRUPT',
    );
  });

  it('finds a flipped bit, or gives the same bytes where it means nothing', async () => {
    for (let n = 0; n < 200; n += 1) {
      const flipped = Buffer.from(packed);
      const at = Math.floor((n * packed.byteLength) / 200);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (n % 8));
      const outcome = await unpacked(flipped).then(
        (plain) => plain.equals(text),
        (error: unknown) => error,
      );
      if (outcome !== true) expect(outcome).toMatchObject({ error: { code: 'CORRUPT' } });
    }
  });

  it('stops a bomb at the declared size', async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000), { level: 9 });
    let given = 0;
    const explode = async () => {
      for await (const chunk of gunzip(bodyOf(bomb), { maxPlainBytes: 1_000_000 })) given += chunk.byteLength;
    };
    expect(await codeOf(explode)).toBe('CORRUPT');
    expect(given).toBeLessThanOrEqual(1_000_000);
    expect((await unpacked(packed, text.byteLength)).equals(text)).toBe(true);
    expect(await codeOf(unpacked(packed, text.byteLength - 1))).toBe('CORRUPT');
  });
});
