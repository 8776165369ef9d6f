import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { CurrentStore } from './object-store-contract';
import { bodyOf, codeOf, FAR_FUTURE, keysIn, largeBody, listed, textAt } from './store-under-test';

/** Nothing may be listed, nor left for the sweeper: a put that fails in this process cleans up after itself. */
async function expectNoTrace(current: CurrentStore, keys: string[] = []): Promise<void> {
  expect(await keysIn(current.store())).toEqual(keys);
  expect(await current.store().sweepUploads('', FAR_FUTURE)).toBe(0);
}

export function interruptedPutContract(current: CurrentStore): void {
  it.each([0, 1, 200])(
    'leaves nothing when the source fails after %i chunks, and throws its very error',
    async (chunks) => {
      const trouble = new Error('pg_dump was killed');
      const failing = async function* () {
        for (let sent = 0; sent < chunks; sent += 1) yield Buffer.alloc(64 * 1024, sent);
        throw trouble;
      };
      await expect(current.store().put('site/x/data', failing())).rejects.toBe(trouble);
      await expectNoTrace(current);
    },
  );

  it('keeps the earlier object when a replacement fails', async () => {
    const store = current.store();
    await store.put('site/x', bodyOf('earlier'));
    const failing = async function* () {
      yield Buffer.from('later');
      throw new Error('gone');
    };
    await expect(store.put('site/x', failing())).rejects.toThrow('gone');
    expect(await textAt(store, 'site/x')).toBe('earlier');
    await expectNoTrace(current, ['site/x']);
  });

  it('stops at once when aborted, even while the source is silent', async () => {
    const abort = new AbortController();
    let closed = false;
    const silent = {
      [Symbol.asyncIterator]: () => {
        let sent = 0;
        return {
          next: (): Promise<IteratorResult<Uint8Array>> => {
            sent += 1;
            if (sent < 40) return Promise.resolve({ done: false, value: Buffer.alloc(100_000) });
            queueMicrotask(() => abort.abort());
            return new Promise(() => {});
          },
          return: () => {
            closed = true;
            return new Promise<IteratorResult<Uint8Array>>(() => {});
          },
        };
      },
    };
    expect(await codeOf(current.store().put('site/x/data', silent, { signal: abort.signal }))).toBe('CANCELLED');
    expect(closed).toBe(true);
    await expectNoTrace(current);
  });

  it('does not begin when aborted before', async () => {
    let asked = false;
    const body = async function* () {
      asked = true;
      yield Buffer.from('x');
    };
    expect(await codeOf(current.store().put('site/x', body(), { signal: AbortSignal.abort() }))).toBe('CANCELLED');
    expect(asked).toBe(false);
    await expectNoTrace(current);
  });

  it('closes the source when aborted between chunks', async () => {
    const abort = new AbortController();
    let closed = false;
    const body = async function* () {
      try {
        yield* largeBody(1_000_000);
        abort.abort();
        yield* largeBody(1_000_000);
      } finally {
        closed = true;
      }
    };
    expect(await codeOf(current.store().put('site/x', body(), { signal: abort.signal }))).toBe('CANCELLED');
    expect(closed).toBe(true);
    await expectNoTrace(current);
  });

  it('after kill -9 in the middle of a put: nothing changed, and the sweeper removes exactly that one', async () => {
    const store = current.store();
    await store.put('site/kept/data', bodyOf('kept'));
    const before = await listed(store);
    const { module, factory, options, expires } = current.elsewhere();
    const script = fileURLToPath(new URL('./hanging-put.ts', import.meta.url));
    const child: ChildProcess = spawn(
      process.execPath,
      ['--import', 'tsx', script, module, factory, JSON.stringify(options), 'site/lost/data'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const gone = once(child, 'exit');
    if (child.stdout) await Promise.race([once(child.stdout, 'data'), gone]);
    child.kill('SIGKILL');
    expect(await gone).toEqual([null, 'SIGKILL']);

    expect(await listed(store)).toEqual(before);
    expect(await store.stat('site/lost/data')).toBeNull();
    expect(await store.sweepUploads('site/', new Date(Date.now() - 3_600_000))).toBe(0);
    expect(await store.sweepUploads('other/', FAR_FUTURE)).toBe(0);
    expect(await store.sweepUploads('site/lost/', FAR_FUTURE)).toBe(expires ? 0 : 1);
    expect(await store.sweepUploads('site/', FAR_FUTURE)).toBe(0);
    expect(await listed(store)).toEqual(before);
  });
}
