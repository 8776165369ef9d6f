import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { ContentPointScreen } from '@/components/admin/backups/content/content-point-screen';
import { CopyList } from '@/components/admin/backups/content/copy-list';
import type { BackupActions } from '@/components/admin/backups/contract';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { undoContentWords } from '@/components/admin/backups/restore/content-words';
import { askedOf, planHrefOf, readChoice } from '@/components/admin/backups/restore/restore-choice';
import { RestoreRunScreen } from '@/components/admin/backups/restore/restore-run-screen';
import { RestoreScreen } from '@/components/admin/backups/restore/restore-screen';
import { outcomeWords, restoreSentence } from '@/components/admin/backups/restore/result-words';
import { Shell } from '@/components/admin/backups/shell/shell';
import type { RestoreContentPlanView, RestoredContentView } from '@/lib/backup/views';
import { backup } from '../../support/backup-fixtures';
import { livePlan, restoredRun, restoreResult, stoppedRestore } from '../../support/restore-fixtures';
import { englishFormat, words } from './english';

vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, scroll: __, ...props }: { prefetch?: boolean; scroll?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const unused = () => Promise.reject(new Error('Nothing is pressed on the server.'));
const actions = { startRestore: unused, undoRestore: unused, dropReplaced: unused } as unknown as BackupActions;
const sha = 'c90b2f7a90b1c4d3c90b2f7a90b1c4d3c90b2f7a';
const newer = {
  ...{ sha, parents: [], subject: '<b>Update</b>', body: '', author: { name: 'Bot', email: '' }, committer: null },
  ...{ at: livePlan.plannedAt, counts: null, incident: null, runId: null },
};
const contentPlan: RestoreContentPlanView = {
  ...{ way: 'commit', sha, committedAt: livePlan.backup.createdAt, now: 'd'.repeat(40) },
  ...{
    newerCommits: 2,
    missingCommits: 0,
    commits: [newer],
    counts: { added: 1, changed: 11, deleted: 3, renamed: 0 },
  },
  ...{ paths: ['data/a<b>.yml'], unsaved: 1, unsavedInTheWay: [], fromBundle: true, bundleBytes: 61_000 },
  ...{ remote: 'https://github.com/site/data.git', refusals: [] },
};
const refused: RestoreContentPlanView = {
  ...contentPlan,
  unsavedInTheWay: ['works.yml'],
  refusals: [{ code: 'unsaved', message: '', hint: '' }],
};
const clone: RestoreContentPlanView = { ...contentPlan, way: 'clone', now: null, counts: null, paths: [] };
const content: RestoredContentView = {
  ...{ way: 'commit', state: 'done', sha, commit: 'e'.repeat(40), files: 15, pushed: 'pushed' },
  ...{ keptAs: null, reason: null, warnings: [] },
};
const notLive: RestoredContentView = { ...content, live: false, warnings: ['Saved, but not there yet: it is locked.'] };
const run = (state: RestoredContentView) => ({ ...restoredRun, restore: { ...restoredRun.restore, content: state } });
const failed = {
  ...stoppedRestore,
  phases: restoredRun.phases,
  restore: run({ ...content, state: 'failed', commit: null, reason: 'It did not answer.' }).restore,
} as typeof stoppedRestore;
const undo = { keptAs: 'directory_before', until: livePlan.expiresAt, content: { sha, files: 15, refusal: null } };

const copy = { path: 'categories.backup.<b>.yml', of: 'categories.yml', at: null, ageMs: null, size: 12, same: true };
const copies = [
  { ...copy, originalThere: true, fields: [], token: 'a' },
  {
    ...{ ...copy, path: 'backups/settings.backup.2026.yml', at: livePlan.plannedAt, ageMs: 9_000_000, same: false },
    ...{
      originalThere: false,
      token: 'b',
      fields: [{ field: 'theme', before: null, after: '<i>dark</i>', list: null }],
    },
  },
];

const planPage = (plan: RestoreContentPlanView, token = livePlan.token) =>
  createElement(RestoreScreen, {
    ...{ backup, choice: { kind: 'live' as const, content: true }, email: null, actions },
    plan: { ...livePlan, token, contentPlan: plan },
  });
const pointPage = (plan: RestoreContentPlanView) =>
  createElement(ContentPointScreen, { backup, plan, cloneContent: unused });
const runPage = (shown: typeof restoredRun, gate: 'undo' | null) => {
  const known = shown.restore?.content ?? content;
  const result = { state: 'known', value: { ...restoreResult, run: shown, content: known, undo } } as const;
  return createElement(RestoreRunScreen, { run: shown, result, gate, site: 'MCP Server Directory', actions });
};

const SCREENS: Record<string, () => ReactElement> = {
  'plan with content': () => planPage(contentPlan),
  'plan whose content is refused': () => planPage(refused, null),
  'plan that makes the content anew': () => planPage(clone),
  'content alone': () => pointPage(contentPlan),
  'content alone, made anew': () => pointPage(clone),
  'content alone, refused': () =>
    pointPage({ ...refused, sha: '', refusals: [{ ...refused.refusals[0], code: 'not-in-backup' }] as never }),
  'content saved, its files not moved': () => runPage(run(notLive) as typeof restoredRun, null),
  'database restored, content not': () => runPage(failed, null),
  'copies of the template': () => createElement(CopyList, { copies }),
  'no copies': () => createElement(CopyList, { copies: [] }),
  'undo of both': () => runPage(run(content) as typeof restoredRun, 'undo'),
};

describe.each(Object.entries(ALL_MESSAGES))('on the server, in %s', (locale, messages) => {
  it.each(Object.entries(SCREENS))('%s', (_, screen) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const props = { locale, messages: { backup: messages }, children: screen() };
    const html = renderToString(createElement(Shell, props));
    expect(complaints.mock.calls).toEqual([]);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]/);
    complaints.mockRestore();
  });
});

describe('in words', () => {
  const format = englishFormat();

  it('a restore that left the content behind is neither green nor untouched', () => {
    expect(restoreSentence(failed, null, format)).toBe('The database is restored. The content is not.');
    expect(restoreSentence({ ...failed, kind: 'undo' }, null, format)).toContain('The content is not.');
    expect(outcomeWords(run(content) as typeof restoredRun, null, format)).toContain('by commit eeeeeee');
  });

  it('content whose files were not moved is not called restored, and its warnings are read', () => {
    const outcome = outcomeWords(run(notLive) as typeof restoredRun, null, format);
    expect(outcome).toContain('saved as commit eeeeeee. The files of this server are not there yet.');
    expect(outcome).not.toContain('as in the backup');
    const children = runPage(run(notLive) as typeof restoredRun, null);
    const props = { locale: 'en', messages: { backup: ALL_MESSAGES.en }, children };
    expect(renderToString(createElement(Shell, props))).toContain('not there yet: it is locked.');
  });

  it('an undo says first what it does to the content', () => {
    expect(undoContentWords(undo.content, words)).toMatch(
      /^The content goes back too: 15 files, by reverting commit c90b2f7/,
    );
    expect(undoContentWords({ sha: null, files: 0, refusal: null }, words)).toContain('It stays.');
    const refusal = { message: 'a.yml was changed since.', hint: '' };
    expect(undoContentWords({ sha, files: 1, refusal }, words)).toMatch(/^Only the database .*a\.yml was changed/);
  });

  it('the address of a plan takes the content along for live data alone', () => {
    expect(askedOf(readChoice({ to: 'live', content: '1' }))).toEqual({ target: { kind: 'live' }, content: true });
    expect(askedOf(readChoice({ to: 'live' })).content).toBe(false);
    expect(askedOf(readChoice({ content: '1' }))).toEqual({ target: { kind: 'database' }, content: false });
    expect(planHrefOf(run(content) as typeof restoredRun, null)).toContain('to=live&content=1');
  });
});
