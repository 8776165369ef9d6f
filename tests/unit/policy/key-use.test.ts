import { describe, expect, it } from 'vitest';
import { keyUse } from '@/lib/backup/policy/key-use';

const sealed = (day: number, ...recipients: string[]) => ({
  id: `2026110${day}`,
  createdAt: `2026-11-0${day}T02:00:00.000Z`,
  recipients,
});

describe('which key opens which backups', () => {
  it('after a rotation: the new one opens the newest, the old one the old, and none opens everything', () => {
    const backups = [
      sealed(4, 'new', 'office'),
      sealed(3, 'new', 'office'),
      sealed(2, 'old', 'office'),
      sealed(1, 'old'),
    ];
    expect(keyUse(['new', 'office'], backups, '20261104')).toEqual([
      {
        recipient: 'new',
        current: true,
        opens: { backups: 2, from: '2026-11-03T02:00:00.000Z', to: '2026-11-04T02:00:00.000Z' },
        opensShown: true,
      },
      {
        recipient: 'office',
        current: true,
        opens: { backups: 3, from: '2026-11-02T02:00:00.000Z', to: '2026-11-04T02:00:00.000Z' },
        opensShown: true,
      },
      {
        recipient: 'old',
        current: false,
        opens: { backups: 2, from: '2026-11-01T02:00:00.000Z', to: '2026-11-02T02:00:00.000Z' },
        opensShown: false,
      },
    ]);
  });

  it('a key that was just set opens nothing yet, least of all the newest backup', () => {
    expect(keyUse(['new'], [sealed(1, 'old')], '20261101')).toMatchObject([
      { recipient: 'new', current: true, opens: null, opensShown: false },
      { recipient: 'old', current: false, opensShown: true },
    ]);
  });

  it('where nothing is encrypted there is no key', () => {
    expect(keyUse([], [sealed(1)], '20261101')).toEqual([]);
  });
});
