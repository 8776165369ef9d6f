import { describe, expect, it } from 'vitest';
import { migrationVerdict } from '@/lib/backup/policy/migration-verdict';

const journal = [
  { tag: '0000_start', hash: 'aaa', when: 1000 },
  { tag: '0001_next', hash: 'bbb', when: 3000 },
  // Merged branches leave journals whose times go back.
  { tag: '0002_merged', hash: 'ccc', when: 2000 },
];
const applied = [
  { hash: 'aaa', createdAt: 1000 },
  { hash: 'bbb', createdAt: 3000 },
  { hash: 'ccc', createdAt: 2000 },
];
const states = (view: ReturnType<typeof migrationVerdict>) => view.rows.map(({ tag, state }) => [tag, state]);

describe('migrationVerdict', () => {
  it('is same where both sets hold the same hashes, in whatever order', () => {
    const view = migrationVerdict(journal, [...applied].reverse());
    expect(view).toMatchObject({ verdict: 'same', applied: 3, journal: 3 });
    expect(view.rows[0]).toEqual({
      tag: '0000_start',
      hash: 'aaa',
      appliedAt: '1970-01-01T00:00:01.000Z',
      state: 'applied',
    });
  });

  it('is pending where the app brings more, even in the middle of the journal', () => {
    const view = migrationVerdict(journal, applied.slice(0, 2));
    expect(view.verdict).toBe('pending');
    expect(states(view).at(-1)).toEqual(['0002_merged', 'pending']);
  });

  it('is unknown where the database ran what this app does not know', () => {
    const view = migrationVerdict(journal, [...applied, { hash: 'zzz', createdAt: 9000 }]);
    expect(view.verdict).toBe('unknown');
    expect(view.rows.at(-1)).toMatchObject({ tag: null, hash: 'zzz', state: 'unknown' });
  });

  it('is changed where a migration was edited after it ran, whatever else is the matter', () => {
    const view = migrationVerdict(journal, [
      { hash: 'edited', createdAt: 3000 },
      { hash: 'zzz', createdAt: 9000 },
    ]);
    expect(view.verdict).toBe('changed');
    expect(states(view)).toEqual([
      ['0000_start', 'pending'],
      ['0001_next', 'changed'],
      ['0002_merged', 'pending'],
      [null, 'unknown'],
    ]);
  });

  it('cannot call a migration applied whose file is not there', () => {
    const gap = [{ tag: '0000_gone', hash: null, when: 1000 }];
    expect(migrationVerdict(gap, []).verdict).toBe('pending');
    expect(migrationVerdict(gap, [{ hash: 'aaa', createdAt: 1000 }]).verdict).toBe('changed');
  });

  it('is same for an app without migrations on an empty database', () => {
    expect(migrationVerdict([], [])).toEqual({ verdict: 'same', applied: 0, journal: 0, rows: [] });
  });
});
