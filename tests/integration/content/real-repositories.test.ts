import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import { findItems } from '@/lib/backup/use-cases/find-items';
import { getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import { getContentFile } from '@/lib/backup/use-cases/get-content-file';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getContentIncidents } from '@/lib/backup/use-cases/get-content-incidents';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import type { CommitView } from '@/lib/backup/views';
import { openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { cloneBundle, REAL_REPOSITORIES, realBundle } from '../../support/real-repositories';
import { type Workshop, workshop } from './content-repository';

const MINUTES = 5 * 60_000;
const actor = { id: 'jane', name: 'Jane Admin', email: 'jane@example.com' };

describe.each(REAL_REPOSITORIES)('%s', (name) => {
  const bundle = realBundle(name);
  if (!bundle) {
    test.skip(`is not beside the project: ${name}.bundle (SHARED_FIXTURES may name its folder)`, () => undefined);
    return;
  }
  let shop: Workshop;
  let site: string;
  let module: TestModule;
  let database: TestDatabase;

  /** Plain git is the oracle, asked in another way than the product asks. */
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=Website Bot', '-c', 'user.email=bot@example.com', ...words], {
      cwd: site,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  const lines = (...words: string[]) =>
    git(...words)
      .split(/[\n\0]/)
      .filter(Boolean);

  beforeAll(async () => {
    shop = workshop();
    site = path.join(shop.root, 'site');
    cloneBundle(bundle, site);
    database = await createDatabase();
    module = await openModule(database.url, { host: { contentPath: () => site } });
  });
  afterAll(async () => {
    await module?.close();
    await database?.drop();
    shop?.remove();
  });

  async function everyCommit(): Promise<CommitView[]> {
    const all: CommitView[] = [];
    for (let before: string | undefined; ; ) {
      const page = unwrap(await getContentHistory(module.context, { ...(before && { before }), limit: 40 }));
      all.push(...page.commits);
      if (!page.nextCursor) return all;
      before = page.nextCursor;
    }
  }

  test('the history is the whole history', async () => {
    const commits = await everyCommit();
    expect(commits.map(({ sha }) => sha)).toEqual(lines('rev-list', 'HEAD'));
    expect([...new Set(commits.map(({ author }) => author.name))].sort()).toEqual(
      [...new Set(lines('log', '--format=%an'))].sort(),
    );
  });

  test(
    'each commit has its difference, in the numbers that git gives',
    async () => {
      const log = git('log', '-M', '--diff-merges=first-parent', '--name-status', '--format=%x01%H');
      const kindsOf = new Map(
        log
          .split('\x01')
          .slice(1)
          .map((entry) => [
            entry.slice(0, 40),
            entry
              .split('\n')
              .slice(1)
              .filter(Boolean)
              .map((line) => line.charAt(0)),
          ]),
      );
      for (const { sha, counts } of await everyCommit()) {
        const diff = unwrap(await getContentDiff(module.context, { sha }));
        const kinds = kindsOf.get(sha) ?? [];
        const count = (kind: string) => kinds.filter((found) => found === kind).length;
        const wanted = {
          added: count('A'),
          changed: count('M') + count('T'),
          deleted: count('D'),
          renamed: count('R'),
        };
        expect({ sha, ...diff.counts }).toEqual({ sha, ...wanted });
        expect(counts).toEqual(wanted);
        expect(diff.files.length + diff.moreFiles).toBe(kinds.length);
      }
    },
    MINUTES,
  );

  test('nothing counts as deleted that was renamed last, as the settings were', async () => {
    const words = ['log', '--first-parent', '--diff-merges=first-parent', '-M', '--diff-filter=DR', '--name-status'];
    const ends = new Map<string, string>();
    for (const line of git(...words, '--format=')
      .split('\n')
      .filter(Boolean)) {
      const [kind = '', file = ''] = line.split('\t');
      if (!ends.has(file)) ends.set(file, kind.charAt(0));
    }
    const now = new Set(lines('ls-files', '-z'));
    const gone = [...ends].filter(([file, kind]) => kind === 'D' && !now.has(file)).map(([file]) => file);
    const { files } = unwrap(await getDeletedFiles(module.context, { limit: 500 }));
    expect(files.map((file) => file.path).sort()).toEqual(gone.sort());
    expect(ends.get('works.yml')).toBe('R');
  });

  test('the settings have one history under three names', async () => {
    const { commits } = unwrap(await getFileHistory(module.context, { path: '.works/works.yml' }));
    const followed = lines('log', '--follow', '--format=%H', '--', '.works/works.yml');
    expect(commits.map(({ sha }) => sha)).toEqual(followed);
    expect(new Set(commits.map((commit) => commit.path))).toEqual(
      new Set(['.works/works.yml', 'works.yml', 'config.yml']),
    );
  });

  test('items are found by what they are called', async () => {
    const items = lines('ls-files', '-z', 'data').filter((file) => /\.ya?ml$/.test(file));
    for (const file of items.filter((_, index) => index % Math.ceil(items.length / 25) === 0)) {
      const { name: title } = parse(readFileSync(path.join(site, file), 'utf8')) as { name: string };
      const found = unwrap(await findItems(module.context, { text: title }));
      expect(
        found.map((item) => item.path),
        title,
      ).toContain(file);
    }
  });

  test(
    'nothing in the past was an incident; a deletion as a bot once made it is one, and comes back in one act',
    async () => {
      expect(unwrap(await getContentIncidents(module.context))).toEqual([]);
      const before = lines('ls-files', '-z');
      const items = before.filter((file) => file.startsWith('data/'));
      const lost = items.slice(Math.floor(items.length / 4));
      for (const file of lost) rmSync(path.join(site, file));
      git('commit', '--quiet', '--all', '-m', 'Update collections');
      const sha = git('rev-parse', 'HEAD').trim();
      writeFileSync(path.join(site, 'data', 'new.yml'), 'name: New\n');
      git('add', '--all');
      git('commit', '--quiet', '-m', 'One more');
      const facts = { kind: 'mass-deletion', sha, deleted: lost.length, total: before.length };
      expect(unwrap(await getContentIncidents(module.context))).toMatchObject([{ ...facts, recovered: false }]);
      const { files } = unwrap(await getDeletedFiles(module.context, { limit: 500 }));
      expect(files.length).toBe(Math.min(lost.length, 500));
      for (const { path: file, lastIn } of files.slice(0, 40)) {
        const shown = unwrap(await getContentFile(module.context, { path: file, sha: lastIn }));
        expect(shown.text).toBe(git('show', `${lastIn}:${file}`));
      }
      const marked = (await everyCommit()).filter(({ incident }) => incident);
      expect(marked).toMatchObject([{ sha, incident: { deleted: lost.length, total: before.length } }]);

      const plan = unwrap(await planContentAct(module.context, { kind: 'recover', sha }, actor));
      expect(plan).toMatchObject({ refusals: [], conflicts: [], unsavedInTheWay: [] });
      const request = { token: plan.token ?? '', ...(plan.confirmCount && { confirmCount: plan.confirmCount }), actor };
      const done = unwrap(await applyContentAct(module.context, request));
      expect(done).toMatchObject({ files: lost.length, live: true, warnings: [] });
      expect(git('status', '--porcelain')).toBe('');
      expect(git('diff', '--name-status', `${sha}^`, 'HEAD')).toBe('A\tdata/new.yml\n');
      expect(unwrap(await getContentIncidents(module.context))).toMatchObject([{ ...facts, recovered: true }]);
    },
    MINUTES,
  );
});
