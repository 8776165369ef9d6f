import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import type { ContentActRequest } from '@/lib/backup/use-cases/content-act';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { openModule, type TestModule } from '../support/backup-module';
import { startTestPostgres } from '../support/test-cluster';
import { compare, ms, time } from './compare-times';

const run = promisify(execFile);
const PERSON = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com'];
const [FILES, DELETED] = [8_105, 6_103];
const actor = { id: 'jane', name: 'Jane Admin', email: 'jane@example.com' };

const git = async (cwd: string, ...words: string[]) =>
  (await run('git', [...PERSON, ...words], { cwd, maxBuffer: 256 * 1024 * 1024 })).stdout.trim();

/** A clone with a bare remote of its own. */
async function cloned(folder: string, place: string): Promise<string> {
  await run('git', ['clone', '--quiet', '--bare', folder, `${place}.git`]);
  await run('git', ['clone', '--quiet', `${place}.git`, place]);
  return place;
}

/** Plan and apply through the use-cases, database and push included, against the bare git commands for the same. */
export async function benchActs(title: string, folder: string, root: string): Promise<void> {
  const [ours, theirs] = await Promise.all([cloned(folder, `${folder}-ours`), cloned(folder, `${folder}-bare`)]);
  await onSite(ours, async ({ context }) => {
    const revert = async (): Promise<ContentActRequest> => ({
      kind: 'revert',
      sha: await git(ours, 'rev-parse', 'HEAD'),
    });
    const newest = await revert();
    await compare(
      `${title}: plan of a revert`,
      async () => unwrap(await planContentAct(context, newest, actor)),
      () => barePlan(theirs),
    );
    let token = '';
    await compare(
      `${title}: revert, pushed`,
      async () => unwrap(await applyContentAct(context, { token, actor })),
      async () => {
        await git(theirs, 'revert', '--no-edit', 'HEAD');
        await git(theirs, 'push', '--quiet');
      },
      {
        prepare: async () => {
          token = unwrap(await planContentAct(context, await revert(), actor)).token ?? '';
        },
      },
    );
  });
  for (const place of [ours, theirs]) {
    for (const name of [place, `${place}.git`]) await rm(path.resolve(root, name), { recursive: true, force: true });
  }
}

/** What git itself needs to know the tree of a revert and what it changes. */
async function barePlan(folder: string): Promise<void> {
  const inverse = await git(folder, 'commit-tree', 'HEAD^^{tree}', '-p', 'HEAD', '-m', 'inverse');
  const tree = await git(folder, 'merge-tree', '--write-tree', 'HEAD', inverse);
  await git(folder, 'diff-tree', '-r', '-p', '-M', 'HEAD', tree);
}

/** One commit takes 6,103 of 8,105 files away; they come back in one act. */
export async function benchRecovery(root: string): Promise<void> {
  const folder = path.join(root, 'damaged');
  await mkdir(folder);
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  for (let item = 0; item < FILES; item += 1) {
    const place = path.join(folder, 'data', `item-${item}`);
    await mkdir(place, { recursive: true });
    await writeFile(path.join(place, `item-${item}.yml`), `name: Item ${item}\ndescription: What it is for\n`);
  }
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '-m', 'All items');
  for (let item = 0; item < DELETED; item += 1)
    await rm(path.join(folder, 'data', `item-${item}`), { recursive: true });
  await git(folder, 'commit', '--quiet', '--all', '-m', 'Update collections');
  const sha = await git(folder, 'rev-parse', 'HEAD');
  const [ours, theirs] = await Promise.all([cloned(folder, `${folder}-ours`), cloned(folder, `${folder}-bare`)]);
  await onSite(ours, async ({ context }) => {
    let plan: { token: string | null; confirmCount: number | null } = { token: null, confirmCount: null };
    const planned = await time(async () => {
      plan = unwrap(await planContentAct(context, { kind: 'recover', sha }, actor));
    });
    const { token, confirmCount } = plan;
    const applied = await time(async () =>
      unwrap(await applyContentAct(context, { token: token ?? '', confirmCount: confirmCount ?? 0, actor })),
    );
    const bare = await time(async () => {
      await git(theirs, 'checkout', '--quiet', `${sha}^`, '--', 'data');
      await git(theirs, 'commit', '--quiet', '-m', 'Bring back');
      await git(theirs, 'push', '--quiet');
    });
    const same = (await git(ours, 'rev-parse', 'HEAD^{tree}')) === (await git(theirs, 'rev-parse', 'HEAD^{tree}'));
    console.log(
      `Recovery of ${confirmCount} of ${FILES} files in one act: plan ${ms(planned)}, apply with push ${ms(applied)}; ` +
        `bare git checkout, commit, push ${ms(bare)}; the same tree: ${same ? 'yes' : 'NO'}`,
    );
  });
}

async function onSite(folder: string, work: (module: TestModule) => Promise<void>): Promise<void> {
  const server = await startTestPostgres(18);
  try {
    const module = await openModule(server.url('postgres'), { host: { contentPath: () => folder } });
    try {
      await work(module);
    } finally {
      await module.close();
    }
  } finally {
    await server.stop();
  }
}
