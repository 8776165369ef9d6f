import { createTranslator } from 'next-intl';
import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { CommitScreen } from '@/components/admin/backups/content/commit-screen';
import { ContentDetail } from '@/components/admin/backups/content/content-detail';
import { ContentFrame } from '@/components/admin/backups/content/content-frame';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { DeletedList } from '@/components/admin/backups/content/deleted-list';
import { FilePoints } from '@/components/admin/backups/content/file-points';
import { FileView } from '@/components/admin/backups/content/file-view';
import { HistoryList } from '@/components/admin/backups/content/history-list';
import { PlanFindings } from '@/components/admin/backups/content/plan-findings';
import { PlanGate } from '@/components/admin/backups/content/plan-gate';
import { UnsavedForm } from '@/components/admin/backups/content/unsaved-form';
import type { ContentActions, ContentFileView, ContentPlanView } from '@/components/admin/backups/contract';
import type { Words } from '@/components/admin/backups/format/words';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { Shell } from '@/components/admin/backups/shell/shell';
import { pathToken } from '@/lib/backup/kernel/path-token';
import {
  contentDiff,
  contentFile,
  contentHistory,
  contentPlan,
  contentStatus,
  deletedFiles,
  fileHistory,
  refusedContentPlan,
  sampleSha,
} from '../../support/content-fixtures';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, scroll: __, ...props }: { prefetch?: boolean; scroll?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups/content',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const unused = () => Promise.reject(new Error('Nothing is pressed on the server.'));
const actions = new Proxy({} as ContentActions, { get: () => unused });
const frame = (tab: 'history' | 'deleted' | 'unsaved', children: ReactElement, status = contentStatus) =>
  createElement(ContentFrame, { status, tab, done: sampleSha('a'), actions, children });
const wordsOf = (locale: string, backup: object): Words => {
  const translator: unknown = createTranslator({ locale, messages: { backup }, namespace: 'backup' });
  return translator as Words;
};

type Screen = (words: Words, locale: string) => ReactElement;
const file =
  (sketch: Partial<ContentFileView>): Screen =>
  (words, locale) =>
    createElement(FileView, { file: { ...contentFile, ...sketch }, token: 'dG9rZW4', words, locale });
const plan =
  (view: ContentPlanView): Screen =>
  (words) =>
    createElement(
      ContentDetail,
      { here: 'a', title: 'Plan', reason: null } as Parameters<typeof ContentDetail>[0],
      createElement(PlanFindings, { plan: view, words, token: pathToken }),
      createElement(PlanGate, { plan: { ...view, files: 3 }, applyContent: unused }),
    );

const SCREENS: Record<string, Screen> = {
  history: () =>
    frame(
      'history',
      createElement(HistoryList, {
        history: contentHistory,
        found: [{ path: 'data/github/github.yml', title: 'GitHub MCP', token: 'dG9rZW4' }],
        before: 'x',
        done: sampleSha('a'),
      }),
    ),
  'history of nothing, without a remote': () =>
    frame(
      'history',
      createElement(HistoryList, {
        history: { commits: [], nextCursor: null, filters: {}, authors: [] },
        found: [],
        before: null,
        done: null,
      }),
      { ...contentStatus, remote: null, behind: null, ahead: null, incidents: [], conditions: [] },
    ),
  'deleted files': (words) =>
    frame(
      'deleted',
      createElement(DeletedList, { deleted: deletedFiles, token: pathToken, words, pickContent: unused }),
    ),
  'unsaved edits': () => frame('unsaved', createElement(UnsavedForm, { status: contentStatus, actions })),
  commit: (words, locale) =>
    createElement(CommitScreen, {
      sha: sampleSha('a'),
      diff: contentDiff,
      words,
      locale,
      token: pathToken,
      pickContent: unused,
    }),
  'file as Markdown': file({}),
  'picture as a file': file({ form: 'picture', picture: 'image/png', text: null, markdown: null, fields: null }),
  'binary file': file({ form: 'binary', text: null, markdown: null, fields: null }),
  'large file': file({ text: null, markdown: null, fields: null }),
  'points of a file': (words) =>
    createElement(FilePoints, { history: fileHistory, token: 'dG9rZW4', tokenOf: pathToken, words }),
  plan: plan(contentPlan),
  'plan that is refused': plan(refusedContentPlan),
  unavailable: () =>
    createElement(ContentUnavailable, {
      error: { code: 'UNSUPPORTED', message: 'No git here.', hint: 'Install it.', retryable: false },
    }),
};

/** What others wrote is text: it makes no element, no address, and no turn of direction that is seen. */
function actingParts(html: string): string[] {
  const addresses = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? '');
  const bare = html.replaceAll(/="[^"]*"/g, '');
  const seen = html.replaceAll(/\svalue="[^"]*"/g, '');
  return [
    ...addresses.filter((address) => !/^(?:#|\/(?:api\/)?admin\/)/.test(address)),
    ...(bare.match(/<(?:script|iframe|object|style)\b|<[^>]*\son\w+/gi) ?? []),
    ...(seen.match(/.{0,60}[\u202a-\u202e\u200b]/g) ?? []),
  ];
}

describe.each(Object.entries(ALL_MESSAGES))('content on the server, in %s', (locale, messages) => {
  it.each(Object.entries(SCREENS))('%s', (_, screen) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const children = screen(wordsOf(locale, messages), locale);
    const html = renderToString(createElement(Shell, { locale, messages: { backup: messages }, children }));
    expect(complaints.mock.calls).toEqual([]);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]/);
    expect(actingParts(html)).toEqual([]);
    complaints.mockRestore();
  });
});

it('renders Markdown with nothing in it that acts', () => {
  const words = wordsOf('en', ALL_MESSAGES.en);
  const html = renderToString(file({})(words, 'en'));
  expect(html).toContain('class="bk-md-h">About</p>');
  expect(html).toContain('javascript:alert(1)');
  expect(html).not.toMatch(/<a [^>]*javascript|<script/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('picture: logo (https://example.com/x.png)');
});
