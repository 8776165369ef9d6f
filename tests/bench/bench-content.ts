import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { refreshCommitGraph } from '@/lib/backup/content/commit-graph';
import { openGit } from '@/lib/backup/content/git-repository';
import type { BackupContext } from '@/lib/backup/context';
import { unwrap } from '@/lib/backup/kernel/result';
import { getContentDiff } from '@/lib/backup/use-cases/get-content-diff';
import { getContentHistory } from '@/lib/backup/use-cases/get-content-history';
import { getDeletedFiles } from '@/lib/backup/use-cases/get-deleted-files';
import { getFileHistory } from '@/lib/backup/use-cases/get-file-history';
import { openModule } from '../support/backup-module';
import { realBundle } from '../support/real-repositories';
import { benchActs, benchRecovery } from './bench-content-acts';
import { compare, ms } from './compare-times';
import { createSyntheticHistory, RARE_FILE } from './synthetic-history';

const SIZES = (process.env.BENCH_COMMITS ?? '10000,50000').split(',').map(Number);
const PAGE = 50;
const run = promisify(execFile);

/**
 * Pages of the content's history through the use-cases against the bare git command for the same facts, in turns, in
 * the same run; then plans and acts, with a remote beside. Prints the best and the median; asserts nothing.
 */
export async function benchContent(): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'bench-content-'));
  try {
    for (const commits of SIZES) {
      const folder = path.join(root, String(commits));
      await createSyntheticHistory(folder, commits);
      await benchRepository(`${commits} commits`, folder, RARE_FILE);
      await benchActs(`${commits} commits`, folder, root);
    }
    await benchRecovery(root);
    const bundle = realBundle('awesome-startup-books-data');
    if (!bundle) {
      console.log(
        'Skipped: the fixture awesome-startup-books-data.bundle is not there; SHARED_FIXTURES names its folder.',
      );
      return;
    }
    const folder = path.join(root, 'fixture');
    await run('git', ['clone', '--quiet', bundle, folder]);
    await benchRepository('fixture', folder, 'categories.yml');
    await benchActs('fixture', folder, root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function benchRepository(title: string, folder: string, rareFile: string): Promise<void> {
  const module = await openModule('postgres://nobody@127.0.0.1:1/none', { host: { contentPath: () => folder } });
  try {
    const git = unwrap(await openGit(folder, { pathVariable: process.env.PATH ?? '' }));
    const began = performance.now();
    await refreshCommitGraph(git);
    console.log(`${title}: index of the history written in ${Math.round(performance.now() - began)} ms`);
    await benchPages(title, folder, module.context, rareFile);
    const deleted = performance.now();
    const first = unwrap(await getDeletedFiles(module.context));
    const again = performance.now();
    await getDeletedFiles(module.context);
    const [cold, warm] = [again - deleted, performance.now() - again];
    console.log(`${title}: deleted files ${ms(cold)} the first time (${first.files.length} files), then ${ms(warm)}`);
  } finally {
    await module.close();
  }
}

async function benchPages(title: string, folder: string, context: BackupContext, rareFile: string): Promise<void> {
  const head = (await run('git', ['rev-parse', 'HEAD'], { cwd: folder })).stdout.trim();
  const bare = ['log', '-z', '--format=%H%x00%an%x00%B', '--name-status', '-M', `-n${PAGE}`];
  const page = (skip: number) => async () =>
    unwrap(await getContentHistory(context, skip > 0 ? { before: `${head}-${skip}`, limit: PAGE } : { limit: PAGE }));
  await compare(`${title}: page 1`, page(0), gitCommand(folder, bare));
  await compare(`${title}: page 100`, page(99 * PAGE), gitCommand(folder, [...bare, `--skip=${99 * PAGE}`]));
  await compare(
    `${title}: history of a rare file`,
    async () => unwrap(await getFileHistory(context, { path: rareFile })),
    gitCommand(folder, ['log', '-z', '--format=%H%x00%B', '--name-status', '--', rareFile]),
  );
  await compare(
    `${title}: diff of a commit`,
    async () => unwrap(await getContentDiff(context, { sha: head })),
    gitCommand(folder, ['show', '-M', head]),
  );
}

const gitCommand = (cwd: string, words: string[]) => () => run('git', words, { cwd, maxBuffer: 256 * 1024 * 1024 });
