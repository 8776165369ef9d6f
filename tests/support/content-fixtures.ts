import type {
  CommitView,
  ContentDiffView,
  ContentFileView,
  ContentHistoryView,
  ContentIncidentView,
  ContentPlanView,
  ContentStatusView,
  DeletedFilesView,
  FileChangeView,
  FileHistoryView,
} from '../../lib/backup/views';
import { ago } from './view-fixtures';

export const sampleSha = (digit: string): string => digit.repeat(40);
const HOSTILE = '<img src=x onerror=alert(1)> \u202egpj.exe';
const noor = { name: 'Noor Haddad', email: 'noor@example.com' };
const bot = { name: 'Website Bot', email: 'bot@example.com' };

function commit(digit: string, sketch: Partial<CommitView> = {}): CommitView {
  return {
    sha: sampleSha(digit),
    parents: [sampleSha('0')],
    subject: 'Rename GitHub to GitHub MCP',
    body: '',
    author: noor,
    committer: null,
    at: ago(0, '07:31'),
    counts: { added: 0, changed: 2, deleted: 0, renamed: 1 },
    incident: null,
    runId: null,
    ...sketch,
  };
}

const commits: CommitView[] = [
  commit('a'),
  commit('b', { subject: HOSTILE, author: { name: HOSTILE, email: HOSTILE }, at: ago(1, '15:44') }),
  commit('c', {
    subject: 'Update collections',
    author: noor,
    committer: bot,
    at: ago(3, '13:07'),
    counts: { added: 1, changed: 0, deleted: 6_103, renamed: 0 },
    incident: { deleted: 6_103, total: 8_105 },
  }),
];

export const contentHistory: ContentHistoryView = {
  commits,
  nextCursor: 'next',
  filters: { path: 'github' },
  authors: ['Noor Haddad', HOSTILE],
};

const incident: ContentIncidentView = {
  kind: 'mass-deletion',
  sha: sampleSha('c'),
  at: ago(3, '13:07'),
  subject: HOSTILE,
  author: 'Website Bot',
  deleted: 6_103,
  total: 8_105,
  left: { first: '0-day', last: 'dropbox' },
  path: null,
  recovered: false,
  missing: 6_103,
  addedSince: 12,
};

export const contentStatus: ContentStatusView = {
  head: sampleSha('a'),
  branch: 'main',
  remote: 'https://github.com/mcp-directory/data',
  committedAt: ago(0, '07:31'),
  files: 2_015,
  behind: 3,
  ahead: 0,
  fetchedAt: ago(0, '08:00'),
  unsaved: [{ path: HOSTILE, kind: 'changed' }],
  moreUnsaved: 2,
  conditions: [
    { code: 'behind', message: 'The remote has 3 newer commits.', hint: 'Get them.', mend: 'fetch', facts: {} },
    { code: 'rescued', message: '1 version was put aside.', hint: 'Look at it.', mend: null, facts: {} },
  ],
  incidents: [incident, { ...incident, kind: 'settings-emptied', sha: sampleSha('d'), path: 'works.yml' }],
  rescued: [],
  copies: [],
};

const change: FileChangeView = {
  kind: 'changed',
  path: 'data/github/github.yml',
  from: null,
  form: 'text',
  modeBefore: '100644',
  modeAfter: '100644',
  sizeBefore: 120,
  sizeAfter: 140,
  fields: [
    { field: 'featured', before: 'false', after: 'true', list: null },
    { field: 'tags', before: null, after: null, list: { removed: ['git'], added: [HOSTILE] } },
    { field: HOSTILE, before: HOSTILE, after: null, list: null },
  ],
  hunks: [
    {
      header: '@@ -1,2 +1,2 @@',
      lines: [
        { kind: 'context', before: 1, after: 1, text: 'id: github', marks: [] },
        { kind: 'removed', before: 2, after: null, text: 'featured: false', marks: [[10, 15]] },
        { kind: 'added', before: null, after: 2, text: HOSTILE, marks: [], noNewline: true },
      ],
    },
  ],
  cut: true,
  lossy: true,
};

export const contentDiff: ContentDiffView = {
  from: sampleSha('0'),
  to: sampleSha('a'),
  commit: commit('a', { body: HOSTILE }),
  merge: true,
  files: [
    change,
    { ...change, kind: 'renamed', path: 'data/github/overview.md', from: 'data/github/github.md', fields: null },
    { ...change, kind: 'deleted', path: `data/${HOSTILE}.yml`, modeAfter: null, sizeAfter: null },
    { ...change, path: 'assets/logo.png', form: 'picture', fields: null, hunks: null },
    { ...change, path: 'assets/font.woff2', form: 'binary', fields: null, hunks: null },
  ],
  moreFiles: 7,
  counts: { added: 0, changed: 3, deleted: 1, renamed: 1 },
};

export const contentFile: ContentFileView = {
  path: 'pages/about.md',
  sha: sampleSha('a'),
  form: 'text',
  mode: '100644',
  size: 300,
  text: HOSTILE,
  lossy: false,
  fields: [{ field: 'title', value: HOSTILE }],
  markdown: '# About\n\n[here](javascript:alert(1)) ![logo](https://example.com/x.png)\n\n<script>alert(1)</script>\n',
  picture: null,
};

export const fileHistory: FileHistoryView = {
  path: 'data/github/github.yml',
  commits: commits.map((each) => ({ ...each, path: 'data/github/github.yml', renamedFrom: 'data/gh.yml' })),
  nextCursor: 'next',
};

export const deletedFiles: DeletedFilesView = {
  files: ['data/a/a.yml', 'data/a/a.md', `data/b/${HOSTILE}.yml`].map((path) => ({
    path,
    deletedBy: commit('c'),
    lastIn: sampleSha('b'),
  })),
  nextCursor: 'next',
};

export const contentPlan: ContentPlanView = {
  token: 'token',
  kind: 'revert',
  sha: sampleSha('a'),
  expectedHead: sampleSha('b'),
  diff: contentDiff,
  conflicts: [],
  unparsable: [{ path: HOSTILE, message: 'Line 2: bad indent.' }],
  unsavedInTheWay: [],
  remoteHasMore: 2,
  firstParentOfMerge: true,
  confirmCount: 240,
  refusals: [],
  warnings: [{ code: 'blocked', message: 'data/a.yml cannot come back.', hint: 'Bring it back alone.' }],
  message: 'Revert',
};

export const refusedContentPlan: ContentPlanView = {
  ...contentPlan,
  token: null,
  unsavedInTheWay: [HOSTILE],
  conflicts: [
    { path: 'collections.yml', reason: 'both-changed', message: 'The same lines.', now: HOSTILE, wanted: null },
  ],
  refusals: [{ code: 'conflict', message: 'collections.yml was changed since.', hint: 'Compare both sides.' }],
};
