import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { BackupScreen } from '@/components/admin/backups/backup/backup-screen';
import type { BackupActions, OverviewView, RestoreResultView, RunView } from '@/components/admin/backups/contract';
import { HistoryScreen } from '@/components/admin/backups/history/history-screen';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { OverviewScreen } from '@/components/admin/backups/overview/overview-screen';
import { ResetScreen } from '@/components/admin/backups/reset/reset-screen';
import type { RestoreChoice } from '@/components/admin/backups/restore/restore-choice';
import { RestoreRunScreen } from '@/components/admin/backups/restore/restore-run-screen';
import { RestoreScreen } from '@/components/admin/backups/restore/restore-screen';
import { RunScreen } from '@/components/admin/backups/run/run-screen';
import { Shell } from '@/components/admin/backups/shell/shell';
import { StorageScreen } from '@/components/admin/backups/storage/storage-screen';
import { PageSkeleton } from '@/components/admin/backups/ui/page-skeleton';
import { backup, damagedBackup, doneRun, failedRun } from '../../support/backup-fixtures';
import {
  livePlan,
  refusedPlan,
  resetPlan,
  restoredRun,
  restoreResult,
  restoringRun,
  sidePlan,
  stoppedRestore,
  stoppedResult,
} from '../../support/restore-fixtures';
import { onePlace, storageActions, storagePage } from '../../support/storage-fixtures';
import { overview, runningRun, stripRows } from '../../support/view-fixtures';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, scroll: __, ...props }: { prefetch?: boolean; scroll?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const unused = () => Promise.reject(new Error('Nothing is pressed on the server.'));
const actions: BackupActions = {
  startBackup: unused,
  cancelRun: unused,
  verifyBackup: unused,
  deleteBackup: unused,
  undeleteBackup: unused,
  pinBackup: unused,
  issueDownload: unused,
  startRestore: unused,
  undoRestore: unused,
  dropReplaced: unused,
  startReset: unused,
};

const silent = { code: 'DATABASE_DOWN', message: 'The database did not answer.', retryable: true } as const;
const unavailable = { state: 'unavailable', error: silent } as const;
const nothingKnown: OverviewView = {
  ...overview,
  running: null,
  strip: [],
  history: { rows: [], nextCursor: null },
  database: unavailable,
  migrations: unavailable,
  seed: unavailable,
  content: unavailable,
  engines: unavailable,
  storage: unavailable,
  replaced: unavailable,
};
const idle: OverviewView = { ...overview, running: null, strip: stripRows };

const email = 'noor@mcp.directory';
const planPage = (choice: RestoreChoice, plan: typeof livePlan | null) => () =>
  createElement(RestoreScreen, { backup, choice, plan, email, actions });
const restoreRunPage =
  (run: RunView, value: RestoreResultView | null, gate: 'undo' | 'drop' | null = null) =>
  () => {
    const result = value && ({ state: 'known', value } as const);
    return createElement(RestoreRunScreen, { run, result, gate, site: 'MCP Server Directory', actions });
  };

const SCREENS: Record<string, () => ReactElement> = {
  'overview with a run under way': () => createElement(OverviewScreen, { overview, actions }),
  'overview at rest': () => createElement(OverviewScreen, { overview: idle, actions }),
  'overview of a site that does not answer': () => createElement(OverviewScreen, { overview: nothingKnown, actions }),
  'run under way': () => createElement(RunScreen, { run: runningRun, actions }),
  'run that ended well': () => createElement(RunScreen, { run: doneRun, actions }),
  'run that failed': () => createElement(RunScreen, { run: failedRun, actions }),
  backup: () => createElement(BackupScreen, { backup, actions }),
  'damaged backup': () => createElement(BackupScreen, { backup: damagedBackup, actions }),
  history: () => createElement(HistoryScreen, { page: overview.history, before: null, actions }),
  'plan of a live restore': planPage({ kind: 'live' }, livePlan),
  'plan of a new database': planPage(
    { kind: 'database' },
    { ...livePlan, target: { kind: 'database', database: 'restored' }, counted: 'none' },
  ),
  'plan into a side schema': planPage({ kind: 'tables', into: 'side', group: 'payments' }, sidePlan),
  'plan that is refused': planPage({ kind: 'live' }, refusedPlan),
  'restore, tables not chosen yet': planPage({ kind: 'tables', into: 'side' }, null),
  'restore under way': restoreRunPage(restoringRun, null),
  'restore that ended well': restoreRunPage(restoredRun, restoreResult),
  'restore with the gate of its undo': restoreRunPage(restoredRun, restoreResult, 'undo'),
  'restore with the gate of its drop': restoreRunPage(restoredRun, restoreResult, 'drop'),
  'restore that was stopped': restoreRunPage(stoppedRestore, stoppedResult),
  'starting over': () => createElement(ResetScreen, { plan: resetPlan, actions }),
  'starting over, to be acknowledged': () =>
    createElement(ResetScreen, { plan: { ...resetPlan, newestProven: null, acknowledgement: 'lose all' }, actions }),
  'storage with copies': () => createElement(StorageScreen, { storage: storagePage, actions: storageActions }),
  'storage in one place': () => createElement(StorageScreen, { storage: onePlace, actions: storageActions }),
  loading: () => createElement(PageSkeleton),
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
