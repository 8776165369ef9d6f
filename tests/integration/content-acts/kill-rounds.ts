import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { finishInterrupted } from '@/lib/backup/content/apply-publish';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { arrive, catchUpBot, count, fileOf, ITEMS, publishFrom, type Rounds, text } from './rounds';

/** A writer is killed after a random time, then the next one sets right what it left. */
export async function kills(rounds: Rounds, times: number): Promise<void> {
  const { bot } = rounds;
  const { site } = rounds.content;
  const left = site.git('rev-parse', 'HEAD');
  catchUpBot(bot);
  for (let item = 0; item < ITEMS; item += 1) bot.write(fileOf(item), text(`${item}`, 'other', 'more: yes\n'));
  for (let item = 0; item < 400; item += 1) bot.write(`data/new-${item}/new-${item}.yml`, text('new', `${item}`));
  publishFrom(bot, 'The other side');
  await arrive(await rounds.content.open());
  const right = site.git('rev-parse', 'HEAD');
  const script = fileURLToPath(new URL('./land-until-killed.ts', import.meta.url));
  for (let round = 0; round < times; round += 1) {
    const words = ['--import', 'tsx', script, site.path, left, right];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    // Every other one in the short time in which files move, the rest anywhere.
    if (round % 2 === 0) await moving(site.path);
    await delay(rounds.roll(round % 2 === 0 ? 40 : 1_500));
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    rounds.ledger.note();
    // Its git children end by themselves; ours waits for their lock, as any writer does.
    const outcome = await finishWhenFree(rounds);
    count(rounds, `kill: ${outcome}`);
    const [tree, points] = [
      site.git('rev-parse', 'HEAD^{tree}'),
      [left, right].map((point) => site.git('rev-parse', `${point}^{tree}`)),
    ];
    if (!points.includes(tree)) rounds.faults.push('The branch is at a tree that nobody asked for.');
    const dirty = site.git('status', '--porcelain', '--', 'data');
    if (dirty !== '') rounds.faults.push(`Half moved after a kill: ${dirty.slice(0, 200)}`);
  }
}

/** Waits for the sign that files are on the move. */
async function moving(root: string): Promise<void> {
  const folder = path.join(root, '.git/refs/backup/publishing');
  while (!existsSync(folder) || !readdirSync(folder).some((name) => !name.endsWith('.lock'))) await delay(1);
}

async function finishWhenFree({ content }: Rounds): Promise<string> {
  const git = await content.open();
  for (let tries = 0; ; tries += 1) {
    try {
      return await finishInterrupted(git);
    } catch (thrown) {
      if (tries >= 5 || !(thrown instanceof AppFailure)) throw thrown;
    }
  }
}
