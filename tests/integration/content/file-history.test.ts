import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasCommitGraph } from '@/lib/backup/content/commit-graph';
import { openGit } from '@/lib/backup/content/git-repository';
import { unwrap } from '@/lib/backup/kernel/result';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { type ContentModule, openContentModule } from './content-module';

let content: ContentModule;
const LONG = 'a: a line that is long enough\nb: to be known again\nc: after a rename\n';

beforeEach(async () => {
  content = await openContentModule();
});
afterEach(() => content.close());

async function told(path: string, limit = 50): Promise<string[]> {
  const rows: string[] = [];
  let before: string | undefined;
  do {
    const page = unwrap(await getFileHistory(content.context, { path, limit, ...(before && { before }) }));
    expect(page.commits.length).toBeLessThanOrEqual(limit);
    for (const commit of page.commits) {
      rows.push(`${commit.subject}: ${commit.renamedFrom ? `${commit.renamedFrom} → ` : ''}${commit.path}`);
    }
    before = page.nextCursor ?? undefined;
  } while (before);
  return rows;
}

/** Three names, edits in between, and noise that is not about this file. */
function renameTwice(): void {
  const { site } = content;
  site.write('one.yml', LONG);
  site.commit('Add');
  site.write('noise.yml', 'x: 1\n');
  site.commit('Noise');
  site.write('one.yml', `${LONG}d: 1\n`);
  site.commit('Edit one');
  site.git('mv', 'one.yml', 'two.yml');
  site.commit('To two');
  site.write('two.yml', `${LONG}d: 2\n`);
  site.commit('Edit two');
  site.git('mv', 'two.yml', 'three.yml');
  site.write('three.yml', `${LONG}d: 3\n`);
  site.commit('To three');
}

const WANTED = [
  'To three: two.yml → three.yml',
  'Edit two: two.yml',
  'To two: one.yml → two.yml',
  'Edit one: one.yml',
  'Add: one.yml',
];

test.each([50, 3, 2, 1])('follows renames, %i commits a page', async (limit) => {
  renameTwice();
  expect(await told('three.yml', limit)).toEqual(WANTED);
});

test('the old name ends where it was renamed, and a new file under it is another one', async () => {
  renameTwice();
  content.site.write('two.yml', 'something: else\n');
  content.site.commit('Another two');
  expect(await told('three.yml')).toEqual(WANTED);
  expect((await told('two.yml')).slice(0, 2)).toEqual(['Another two: two.yml', 'To three: two.yml']);
});

test('deleted and added again is one history; a copy is none', async () => {
  const { site } = content;
  site.write('a.yml', LONG);
  site.commit('Add');
  site.git('rm', '-q', 'a.yml');
  site.commit('Delete');
  site.write('a.yml', 'quite: different\n');
  site.commit('Again');
  expect(await told('a.yml')).toEqual(['Again: a.yml', 'Delete: a.yml', 'Add: a.yml']);
});

test('a rename on a side branch is followed', async () => {
  const { site } = content;
  site.write('a.yml', LONG);
  site.commit('Add');
  site.git('checkout', '-q', '-b', 'side');
  site.git('mv', 'a.yml', 'b.yml');
  site.commit('Rename');
  site.git('checkout', '-q', 'main');
  site.write('noise.yml', 'x: 1\n');
  site.commit('Noise');
  site.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
  expect(await told('b.yml')).toEqual(['Rename: a.yml → b.yml', 'Add: a.yml']);
});

test('a path that never was has an empty history; a cursor of another kind is refused', async () => {
  renameTwice();
  expect(await told('never.yml')).toEqual([]);
  for (const before of ['x', `${'a'.repeat(40)}-1-!!`, `${'a'.repeat(40)}-1-Li4veA`]) {
    const result = await getFileHistory(content.context, { path: 'three.yml', before });
    expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  }
});

test('writes the index of paths that makes it fast, and nothing else', async () => {
  renameTwice();
  await told('three.yml');
  const git = unwrap(await openGit(content.site.path, { pathVariable: process.env.PATH ?? '' }));
  expect(await hasCommitGraph(git)).toBe(true);
  content.site.git('commit-graph', 'verify');
  expect(content.site.git('status', '--porcelain')).toBe('');
});
