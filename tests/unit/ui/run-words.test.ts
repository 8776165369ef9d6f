import { describe, expect, it } from 'vitest';
import { rowEntries } from '@/components/admin/backups/history/row-menu';
import { rowHref } from '@/components/admin/backups/history/row-target';
import { phaseOutcome } from '@/components/admin/backups/run/phase-words';
import { progressWords } from '@/components/admin/backups/run/progress-words';
import { runSentence } from '@/components/admin/backups/run/run-words';
import type { PhaseKey } from '@/lib/backup/views';
import { doneRun, failedRun } from '../../support/backup-fixtures';
import { restoredRun, restoringRun, stoppedRestore } from '../../support/restore-fixtures';
import { runningRun } from '../../support/view-fixtures';
import { englishFormat, plain, words } from './english';

const format = englishFormat();

function outcome(key: PhaseKey, run = doneRun): string {
  const phase = run.phases.find((each) => each.key === key);
  return phase ? plain(phaseOutcome(phase, run.progress, format)) : '';
}

describe('progress', () => {
  it('says phase, n of total, bytes and rate, with a bar where the total is known', () => {
    const { doing, tables, amount, bar } = progressWords(runningRun.progress, format);
    expect([doing, tables, plain(amount ?? '')]).toEqual(['Dumping', '14 of 42 tables', '8.2 MB · 3.1 MB/s']);
    expect(bar).toEqual({ done: 14, total: 42 });
  });

  it('has no bar where the total is not known', () => {
    const progress = { phase: 'store', tablesDone: 0, tablesTotal: null, bytes: 9, bytesPerSecond: null } as const;
    expect(progressWords(progress, format).bar).toBeNull();
    expect(progressWords(null, format).doing).toBe('Starting');
  });
});

describe('phases', () => {
  it('tells each outcome in one line', () => {
    expect(outcome('check')).toBe('pg_dump 17.6 fits PostgreSQL 16.9 · 41 GB free');
    expect(outcome('dump')).toBe('42 tables · 61.3 MB became 12.4 MB');
    expect(outcome('fingerprint')).toBe('42 tables · 184,302 rows');
    expect(outcome('context')).toBe('content at c90b2f7 · 39 migrations · seed completed · 3 settings files');
    expect(outcome('restore')).toBe('42 tables match, row for row · loaded in 4.6 s');
  });

  it('shows figures while a phase runs and nothing before it', () => {
    expect(outcome('dump', runningRun)).toBe('14 of 42 tables · 8.2 MB · 3.1 MB/s');
    expect(outcome('sign', runningRun)).toBe('');
  });
});

describe('the sentence of a run', () => {
  it.each([
    [runningRun, 'Backing up. Dumping 14 of 42 tables.'],
    [doneRun, 'Done. The backup was restored and every table matched.'],
    [failedRun, 'Failed. No backup was made.'],
    [{ ...doneRun, status: 'failed' as const }, 'Failed. The backup is stored, but proving it failed.'],
    [{ ...doneRun, kind: 'verify' as const }, 'Good. The backup was restored and every table matched.'],
    [{ ...failedRun, status: 'cancelled' as const }, 'Cancelled. Nothing was kept.'],
    [{ ...failedRun, status: 'lost' as const }, 'Lost. The run stopped without an end.'],
    [restoringRun, 'Restoring. Loading 12 of 42 tables.'],
    [stoppedRestore, 'Restore stopped. The live site was not touched.'],
    [{ ...restoredRun, kind: 'undo' as const }, 'Undone. The database from before is live again.'],
    [{ ...stoppedRestore, status: 'cancelled' as const }, 'Cancelled. The live site was not touched.'],
  ])('%#: %s', (run, sentence) => {
    expect(runSentence(run, format)).toBe(sentence);
  });
});

describe('the menu of a row', () => {
  const acts = { download: () => {}, verify: () => {}, remove: () => {}, pin: () => {} };
  const entries = (backupId: string | null, busy = false, keepReason: 'last-good' | null = null) =>
    rowEntries({ words, kind: 'backup', backupId, runId: 'R', keepReason, pinned: false, busy, acts });

  it('offers only what can be done', () => {
    expect(entries(null).map(({ key }) => key)).toEqual(['run']);
    expect(entries('B').map(({ key }) => key)).toEqual([
      'open',
      'run',
      'download',
      'put-back',
      'bytes',
      'restore',
      'pin',
      'delete',
    ]);
  });

  it('says why something cannot be done now', () => {
    const why = Object.fromEntries(entries('B', true, 'last-good').map((entry) => [entry.key, entry.why]));
    expect(why.delete).toBe('It is the last good backup.');
    expect(why.restore).toBe('A run is under way. Wait for it to end.');
  });

  it('of a restore leads to the run and to the backup, and offers nothing else', () => {
    const restore = rowEntries({
      words,
      kind: 'restore',
      backupId: 'B',
      runId: 'R',
      keepReason: null,
      pinned: false,
      busy: false,
      acts,
    });
    expect(restore.map(({ key, href }) => [key, href])).toEqual([
      ['run', '/admin/backups/runs/R'],
      ['open', '/admin/backups/B'],
    ]);
    expect(rowHref({ backupId: 'B', runId: 'R', kind: 'restore' })).toBe('/admin/backups/runs/R');
  });

  it('leads to the backup, to the run, or nowhere', () => {
    expect(rowHref({ backupId: 'B', runId: 'R', kind: 'backup' })).toBe('/admin/backups/B');
    expect(rowHref({ backupId: null, runId: 'R', kind: 'backup' })).toBe('/admin/backups/runs/R');
    expect(rowHref({ backupId: null, runId: null, kind: 'backup' })).toBeNull();
  });
});
