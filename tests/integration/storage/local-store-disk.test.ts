import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { createLocalStore } from '@/lib/backup/storage/local-store';
import { bodyOf, keysIn, largeBody, textAt } from '@/tests/contract/store-under-test';

const run = promisify(execFile);
const MEGABYTE = 1_000_000;

describe('local store on a disk of 6 MB', () => {
  let disk = '';
  let mounted = false;

  beforeAll(async () => {
    disk = await mkdtemp(join(tmpdir(), 'small-disk-'));
    mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
  });
  afterAll(async () => {
    if (mounted) await run('umount', [disk]);
    await rm(disk, { recursive: true, force: true });
  });

  it('names what it needs and has when the disk is full, leaves nothing, and works again afterwards', async ({
    skip,
  }) => {
    if (!mounted) skip('this user may not mount a small disk');
    const store = createLocalStore({ directory: disk });
    await store.put('site/kept/data', bodyOf('kept'));
    const outcomes: string[] = [];
    for (let size = 1; size <= 9; size += 1) {
      const outcome = await store.put(`site/try-${size}/data`, largeBody(size * MEGABYTE)).then(
        () => 'stored',
        (error: unknown) => {
          expect(error).toBeInstanceOf(AppFailure);
          const failed = (error as AppFailure).error;
          expect(failed.code).toBe('STORAGE_DOWN');
          expect(failed.message).toMatch(/^Disk full: need more than 6\.\d MB, have 6\.\d MB\.$/);
          expect(failed.hint).toContain(disk);
          return 'full';
        },
      );
      outcomes.push(outcome);
      await store.delete(`site/try-${size}/data`);
      expect(await keysIn(store)).toEqual(['site/kept/data']);
      const left = await readdir(disk, { recursive: true });
      expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
    }
    expect(outcomes).toEqual([...Array(6).fill('stored'), ...Array(3).fill('full')]);
    expect(await textAt(store, 'site/kept/data')).toBe('kept');
    expect(await store.freeBytes()).toBeGreaterThan(6 * MEGABYTE);
  });
});
