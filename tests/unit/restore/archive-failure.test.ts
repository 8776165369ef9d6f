import { describe, expect, it } from 'vitest';
import { archiveFailure } from '@/lib/backup/database/restore/archive-failure';

const read = (words: string, ending = 'ended with exit code 1') => archiveFailure(words, ending).error;

describe('archiveFailure', () => {
  it('says which version to install for an archive that is too new', () => {
    expect(read('pg_restore: error: unsupported version (1.16) in file header')).toMatchObject({
      code: 'UNSUPPORTED',
      hint: expect.stringContaining('17 or newer'),
    });
    expect(read('pg_restore: error: unsupported version (1.99) in file header').hint).toContain('the newest version');
    expect(read('this build does not support compression with ZSTD').code).toBe('UNSUPPORTED');
  });

  it('tells a damaged archive from a tool that was ended', () => {
    expect(read('pg_restore: error: could not read from input file: end of file').code).toBe('CORRUPT');
    expect(read('pg_restore: error: could not uncompress data: incorrect data check').code).toBe('CORRUPT');
    expect(read('', 'ended with SIGKILL').code).toBe('INTERNAL');
    expect(read('', 'could not be started: spawn ENOENT').code).toBe('UNSUPPORTED');
  });

  it('shows no word of pg_restore', () => {
    const { message, hint } = read('pg_restore: error: secret-4711');
    expect(`${message} ${hint}`).not.toContain('secret-4711');
  });
});
