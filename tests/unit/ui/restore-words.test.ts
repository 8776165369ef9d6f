import { describe, expect, it } from 'vitest';
import { exactTableName } from '@/components/admin/backups/format/table-name';
import en from '@/components/admin/backups/messages/en.json';
import { planAct, replacesLive } from '@/components/admin/backups/restore/plan-act';
import { planChecks } from '@/components/admin/backups/restore/plan-checks';
import { isPlannable, readChoice, restoreHref } from '@/components/admin/backups/restore/restore-choice';
import { differsWords, outcomeWords, restoreSentence } from '@/components/admin/backups/restore/result-words';
import { consequences, difference, isChanged } from '@/components/admin/backups/restore/table-changes';
import { busyTitle, rowStatus } from '@/components/admin/backups/run/kind-words';
import type { RestorePlanView, RestoreTableView } from '@/lib/backup/views';
import {
  livePlan,
  refusedPlan,
  restoredRun,
  restoreResult,
  sidePlan,
  stoppedRestore,
  stoppedResult,
} from '../../support/restore-fixtures';
import { englishFormat, plain, words } from './english';

const format = englishFormat();
const table = (now: number | null, after: number | null, same: boolean | null = false): RestoreTableView => ({
  schema: 'public',
  name: 'votes',
  now,
  after,
  same,
});

describe('the address of the page', () => {
  it('is a new database where nothing, or nothing known, is asked for', () => {
    for (const query of [{}, { to: 'elsewhere' }, { to: ['database', 'live'] }]) {
      expect(readChoice(query)).toEqual({ kind: 'database' });
    }
  });

  it('names tables or a group, and never live data by accident', () => {
    expect(readChoice({ to: 'tables', into: 'live', group: 'auth' })).toEqual({
      kind: 'tables',
      into: 'live',
      group: 'auth',
    });
    expect(readChoice({ to: 'tables', table: ['public.votes', ''] })).toEqual({
      kind: 'tables',
      into: 'side',
      tables: ['public.votes'],
    });
    const open = readChoice({ to: 'tables', group: 'nonsense' });
    expect(open).toEqual({ kind: 'tables', into: 'side' });
    expect(isPlannable(open)).toBe(false);
  });

  it('is written as it is read', () => {
    expect(restoreHref('B', { to: 'live' })).toBe('/admin/backups/B/restore?to=live');
    expect(exactTableName({ schema: 'public', name: 'odd."name"' })).toBe('public."odd.""name"""');
  });
});

describe('what changes in a table', () => {
  it('is told with its sign, or in words where a number would say nothing', () => {
    expect(difference(table(12_390, 12_377), format)).toEqual({ text: '−13', loses: true });
    expect(difference(table(40, 43), format)).toEqual({ text: '+3', loses: false });
    expect(difference(table(7, 7), format).text).toBe('other content');
    expect(difference(table(null, 7), format).text).toBe('not there now');
    expect(difference(table(7, null), format)).toEqual({ text: 'not in the backup', loses: true });
  });

  it('is decided by the contents where they were compared, else by the rows', () => {
    expect([isChanged(table(7, 7, true)), isChanged(table(7, 7)), isChanged(table(7, 7, null))]).toEqual([
      false,
      true,
      false,
    ]);
    expect(isChanged(table(7, 8, null))).toBe(true);
  });

  it('is told for people, where live data is replaced', () => {
    const users = livePlan.tables.find(({ name }) => name === 'users') ?? table(1, 1);
    const read = (text: string) => text.replaceAll(/[\u2068\u2069]/g, '');
    expect(consequences(users, livePlan, format).map(read)).toEqual([
      '2 people who joined since then lose their accounts: lina@example.org, no e-mail address.',
      'One account that was deleted since then comes back: omar@example.org.',
    ]);
    expect(consequences(users, { ...livePlan, target: sidePlan.target }, format)).toEqual([]);
  });
});

describe('the checks', () => {
  const tones = (plan: RestorePlanView) =>
    Object.fromEntries(planChecks(plan, format, 'noor@mcp.directory').map(({ key, tone }) => [key, tone]));

  it('are eight for a live restore and six beside', () => {
    expect(planChecks(livePlan, format, null)).toHaveLength(8);
    expect(planChecks(sidePlan, format, null)).toHaveLength(6);
  });

  it('are green only for what is known to be right', () => {
    expect(tones(livePlan)).toMatchObject({
      migrations: 'ok',
      admin: 'ok',
      sessions: 'warn',
      room: 'ok',
      server: 'ok',
    });
    expect(tones(refusedPlan)).toMatchObject({ migrations: 'bad', admin: 'bad', server: 'bad' });
    const dark = { ...livePlan, actingAdmin: 'unknown' as const, space: { neededBytes: 1, freeBytes: null } };
    expect(tones(dark)).toMatchObject({ admin: 'mute', room: 'mute' });
  });

  it.each([
    ['restored', 'ok', 'This backup was proven'],
    ['read-back', 'warn', 'Read back, never restored'],
    ['stored', 'warn', 'Stored, never read back'],
    ['damaged', 'bad', 'Not what was written'],
  ] as const)('say of a %s backup what is known of it', (proof, tone, title) => {
    const plan = { ...livePlan, backup: { ...livePlan.backup, proof } };
    const said = planChecks(plan, format, null).find(({ key }) => key === 'proof');
    expect(said).toMatchObject({ tone, title });
  });

  it('names the migrations that will run', () => {
    const migrations = {
      verdict: 'behind',
      inBackup: 37,
      inApp: 39,
      toRun: ['0037_a', '0038_b'],
      unknown: [],
    } as const;
    const [first] = planChecks(
      { ...livePlan, migrations: { ...migrations, toRun: [...migrations.toRun], unknown: [] } },
      format,
      null,
    );
    expect(first?.title).toBe('2 migrations will run');
    expect(first?.text).toContain('0037_a, 0038_b');
  });
});

describe('the gate', () => {
  it('stands before live data only, and its button names the effect', () => {
    const intoLive = {
      target: { ...sidePlan.target, kind: 'tables', into: 'live', schema: null, tables: [] },
    } as const;
    expect([replacesLive(livePlan), replacesLive(sidePlan)]).toEqual([true, false]);
    expect([planAct(livePlan), planAct(sidePlan)]).toEqual(['live', 'side']);
    expect(replacesLive({ target: { ...intoLive.target, tables: [] } })).toBe(true);
  });

  it('has words for every code of a refusal', () => {
    for (const { title, text } of Object.values(en.restore.notice)) expect([title, text].every(Boolean)).toBe(true);
    expect(Object.keys(en.restore.notice)).toHaveLength(24);
  });
});

describe('the result', () => {
  it('says "exactly" only where every table was compared and matched', () => {
    const sentence = restoreSentence(restoredRun, restoreResult, format);
    expect(sentence).toBe('Restored exactly. All 15 tables match the backup made today at 03:00.');
    expect(restoreSentence(restoredRun, null, format)).toBe('Done. The restore ended well.');
    expect(restoreSentence(stoppedRestore, stoppedResult, format)).toBe(
      'Restore stopped. The live site was not touched.',
    );
  });

  it('tells since when it is live, how long visitors waited and who is signed in', () => {
    expect(plain(outcomeWords(restoredRun, restoreResult, format))).toBe(
      'Live since 11:42. The swap took 92 ms. You are still signed in.',
    );
    const restore = restoredRun.restore && { ...restoredRun.restore, target: 'database' as const };
    expect(outcomeWords({ ...restoredRun, restore }, null, format)).toBe('The live site was not touched.');
  });

  it('names the table that differs', () => {
    expect(differsWords(stoppedResult, format)).toBe('One table differs from the backup: comments.');
    expect(differsWords(restoreResult, format)).toBeNull();
  });
});

describe('in the history', () => {
  it('a restore is restored, not good', () => {
    expect(rowStatus({ kind: 'restore', status: 'good' }, words)).toBe('Restored');
    expect(rowStatus({ kind: 'undo', status: 'running' }, words)).toBe('Undoing');
    expect(rowStatus({ kind: 'backup', status: 'good' }, words)).toBe('Good');
    expect(rowStatus({ kind: 'restore', status: 'failed' }, words)).toBe('Failed');
    expect(busyTitle('restore', words)).toBe('A restore is already running');
  });
});
