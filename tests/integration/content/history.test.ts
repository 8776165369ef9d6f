import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { type ContentHistoryRequest, getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { type ContentModule, openContentModule } from './content-module';

let content: ContentModule;

beforeEach(async () => {
  content = await openContentModule();
});
afterEach(() => content.close());

const history = async (request: ContentHistoryRequest = {}) =>
  unwrap(await getContentHistory(content.context, request));

async function allPages(request: ContentHistoryRequest): Promise<string[]> {
  const shas: string[] = [];
  let before: string | undefined;
  do {
    const page = await history({ ...request, ...(before && { before }) });
    shas.push(...page.commits.map(({ sha }) => sha));
    before = page.nextCursor ?? undefined;
  } while (before);
  return shas;
}

test('a commit with all that it tells', async () => {
  const { site } = content;
  site.write('data/a.yml', 'name: A\n');
  site.write('data/b.yml', 'name: B, long enough to be known again\n');
  const first = site.commit('First');
  site.git('mv', 'data/b.yml', 'data/c.yml');
  site.write('data/a.yml', 'name: AA\n');
  site.write('data/d.yml', 'name: D\n');
  site.git('add', '--all');
  const message = 'Subject <b>bold</b> \x1f\n\nBody of it.\n\nBackup-Run: 01JZZZZZZZZZZZZZZZZZZZZZZZ\n';
  site.git('commit', '-q', '-m', message, '--author=Omar <omar@example.com>', '--date=2026-10-01T00:00:00Z');
  const page = await history();
  expect(page).toMatchObject({ nextCursor: null, authors: ['Jane', 'Omar'], filters: {} });
  expect(page.commits[0]).toEqual({
    sha: site.git('rev-parse', 'HEAD'),
    parents: [first],
    subject: 'Subject <b>bold</b> \x1f',
    body: 'Body of it.',
    author: { name: 'Omar', email: 'omar@example.com' },
    committer: { name: 'Jane', email: 'jane@example.com' },
    at: '2026-11-01T10:00:00.000Z',
    counts: { added: 1, changed: 1, deleted: 0, renamed: 1 },
    incident: null,
    runId: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
  });
  expect(page.commits[1]).toMatchObject({ subject: 'First', body: '', committer: null, parents: [], runId: null });
  expect((await history({ withCounts: false })).commits[0]?.counts).toBeNull();
});

test('pages give every commit once, through merges, whatever comes on top meanwhile', async () => {
  const { site } = content;
  for (let round = 0; round < 6; round += 1) {
    site.write('main.yml', `round: ${round}\n`);
    site.commit(`Main ${round}`);
    site.git('checkout', '-q', '-b', `side-${round}`, round > 2 ? 'HEAD~2' : 'HEAD');
    site.write(`side-${round}.yml`, 'x: 1\n');
    site.commit(`Side ${round}`);
    site.git('checkout', '-q', 'main');
    site.git('merge', '-q', '--no-ff', '-m', `Merge ${round}`, `side-${round}`);
  }
  const wanted = site.git('log', '--format=%H').split('\n');
  expect(await allPages({ limit: 4 })).toEqual(wanted);

  const page = await history({ limit: 4 });
  site.write('late.yml', 'x: 1\n');
  site.commit('Late');
  const next = await history({ limit: 4, before: page.nextCursor ?? '' });
  expect([...page.commits, ...next.commits].map(({ sha }) => sha)).toEqual(wanted.slice(0, 8));
  expect(page.commits.find(({ parents }) => parents.length > 1)?.counts).toEqual({
    ...{ added: 1, changed: 0, deleted: 0, renamed: 0 },
  });
});

describe('filters', () => {
  beforeEach(() => {
    const { site } = content;
    const add = (path: string, author: string, day: string) => {
      site.write(path, 'x: 1\n');
      site.git('add', '--all');
      site.git('commit', '-q', '-m', `Add ${path} ${day}`, `--author=${author}`);
    };
    add('data/github-mcp/github-mcp.yml', 'Jane Admin <jane@example.com>', '1');
    add('data/other/other.yml', 'Omar (Editor) <omar@example.com>', '2');
    add('pages/a[b]*.md', 'Website Bot <bot@ever.works>', '3');
  });
  const subjects = async (filters: ContentHistoryRequest['filters']) =>
    (await history({ filters })).commits.map(({ subject }) => subject.replace(/^Add (\S+) .*/, '$1'));

  test.each([
    [{ path: 'data' }, ['data/other/other.yml', 'data/github-mcp/github-mcp.yml']],
    [{ path: 'data/' }, ['data/other/other.yml', 'data/github-mcp/github-mcp.yml']],
    [{ path: 'data/other/other.yml' }, ['data/other/other.yml']],
    [{ path: 'GitHub' }, ['data/github-mcp/github-mcp.yml']],
    [{ path: '[b]*' }, ['pages/a[b]*.md']],
    [{ path: '*' }, ['pages/a[b]*.md']],
    [{ path: 'nothing-like-it' }, []],
    [{ author: 'jane' }, ['data/github-mcp/github-mcp.yml']],
    [{ author: '(Editor)' }, ['data/other/other.yml']],
    [{ author: '.*' }, []],
    [{ author: 'x\n--all' }, []],
    [{ author: 'bot@ever' }, ['pages/a[b]*.md']],
    [{ since: '2026-11-01', until: '2026-11-01', author: 'Jane' }, ['data/github-mcp/github-mcp.yml']],
    [{ since: '2026-11-02' }, []],
    [{ until: '2026-10-31' }, []],
  ])('%j', async (filters, expected) => {
    expect(await subjects(filters)).toEqual(expected);
  });

  test.each([{ since: 'yesterday' }, { until: '2026-13-45' }, { since: '--all' }, { path: '../x' }, { path: '.git' }])(
    '%j is refused',
    async (filters) => {
      expect(await getContentHistory(content.context, { filters })).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' },
      });
    },
  );

  test('the path of a file that is gone finds it', async () => {
    content.site.git('rm', '-q', 'data/other/other.yml');
    content.site.commit('Remove it');
    expect(await subjects({ path: 'data/other/other.yml' })).toEqual(['Remove it', 'data/other/other.yml']);
  });
});

test('a mass deletion is marked where it happened', async () => {
  const { site } = content;
  for (let index = 0; index < 60; index += 1) site.write(`data/${index}.yml`, `name: ${index}\n`);
  site.commit('All');
  site.git('rm', '-q', '-r', ...Array.from({ length: 30 }, (_, index) => `data/${index}.yml`));
  site.commit('Sync');
  const { commits } = await history();
  expect(commits.map(({ incident }) => incident)).toEqual([{ deleted: 30, total: 60 }, null]);
});

test('a repository without commits has an empty history; a cursor of another repository is not found', async () => {
  expect(await history()).toMatchObject({ commits: [], nextCursor: null, authors: [] });
  content.site.commit('First');
  const result = await getContentHistory(content.context, { before: `${'a'.repeat(40)}-50` });
  expect(result).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
});
