import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readBranch } from '@/lib/backup/content/apply-publish';
import type { ContentPath } from '@/lib/backup/content/content-path';
import type { Git } from '@/lib/backup/content/git-repository';
import { catchUp } from '@/lib/backup/content/mend-branch';
import { editsAt, putAside } from '@/lib/backup/content/rescue';
import { AppFailure } from '@/lib/backup/kernel/app-error';
import { newId } from '@/lib/backup/kernel/ids';
import type { ContentRepository } from '../content/content-repository';
import { type ContentSite, contentSite, land, sha, snapshot } from './content-site';
import { Ledger } from './ledger';
import { visitor } from './visitor';

export const ITEMS = 24;
export const text = (name: string, value: string, extra = '') =>
  `name: ${name}\nvalue: ${value}\n${extra}whole: true\n`;
export const fileOf = (item: number) => `data/item-${item}/item-${item}.yml`;

/** The same numbers for the same seed, so that a failure can be seen again. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface Rounds {
  content: ContentSite;
  /** Another clone: whatever changes without us is made there, as git itself shows visitors half written files. */
  bot: ContentRepository;
  counts: Record<string, number>;
  /** What the visitor saw, what is not as it was promised; empty where all is well. */
  faults: string[];
  /** Every byte that was there before an act: each must be somewhere at the end. */
  ledger: Ledger;
  roll(below: number): number;
}

/** A site of 24 items with a remote, a visitor, and unsaved edits of a person that must survive everything. */
export async function onSite(
  seed: number,
  work: (rounds: Rounds) => Promise<void>,
): Promise<Pick<Rounds, 'counts' | 'faults'>> {
  const files = Object.fromEntries(Array.from({ length: ITEMS }, (_, item) => [fileOf(item), text(`${item}`, '0')]));
  const content = contentSite({ ...files, 'settings.yml': text('settings', '0'), 'notes/mine.yml': text('mine', '0') });
  const rounds: Rounds = {
    content,
    bot: content.elsewhere(),
    counts: {},
    faults: [],
    ledger: new Ledger(content.site),
    roll: dice(seed),
  };
  try {
    content.site.write('notes/mine.yml', 'my unsaved words\n');
    content.site.write('notes/untracked.txt', 'mine too\n');
    const guest = await visitor(content.site.path);
    try {
      await work(rounds);
    } finally {
      const seen = await guest.leave();
      rounds.counts.looks = seen.looks;
      rounds.faults.push(...seen.wrong);
    }
    await checkEnd(rounds);
    return rounds;
  } finally {
    content.place.remove();
  }
}

async function checkEnd({ content, counts, faults, ledger }: Rounds): Promise<void> {
  const kept = snapshot(content.site.path);
  const mine = (file: string) => Buffer.from(kept[file] ?? '', 'base64').toString();
  if (mine('notes/mine.yml') !== 'my unsaved words\n') faults.push('An unsaved edit is lost.');
  if (mine('notes/untracked.txt') !== 'mine too\n') faults.push('An untracked file is lost.');
  const dirty = content.site.git('status', '--porcelain', '--untracked-files=all');
  if (dirty !== 'M notes/mine.yml\n?? notes/untracked.txt') faults.push(`The tree is not clean: ${dirty}`);
  const remains = readdirSync(path.join(content.site.path, '.git')).filter((name) => /lock|^backup-/.test(name));
  if (remains.length > 0) faults.push(`Left behind: ${remains.join(', ')}`);
  if (content.site.git('fsck', '--no-dangling', '--no-progress') !== '') faults.push('git fsck complains.');
  counts.noted = ledger.size;
  faults.push(...ledger.missing());
}

export const count = (rounds: Rounds, name: string) => {
  rounds.counts[name] = (rounds.counts[name] ?? 0) + 1;
};

/** Commits a change of some items in the other clone and pushes it. */
function change({ bot, roll, counts }: Rounds): string {
  counts.made = (counts.made ?? 0) + 1;
  catchUpBot(bot);
  for (let files = 1 + roll(4); files > 0; files -= 1) {
    const item = roll(ITEMS);
    if (roll(6) === 0) rmSync(path.join(bot.path, fileOf(item)), { force: true });
    else bot.write(fileOf(item), text(`${item}`, `${counts.made}`, roll(3) === 0 ? 'list:\n  - a\n  - b\n' : ''));
  }
  return publishFrom(bot, `Change ${counts.made}`);
}

export function publishFrom(bot: ContentRepository, message: string): string {
  bot.commit(message);
  bot.git('push', '--quiet', 'origin', 'HEAD:main');
  return bot.git('rev-parse', 'HEAD');
}

export const catchUpBot = (bot: ContentRepository) => bot.git('pull', '--quiet', '--ff-only', 'origin', 'main');

/** The files of the site move to what the remote has. */
export const arrive = (git: Git) => catchUp(git, newId(new Date()));

export async function randomReverts(rounds: Rounds, times: number): Promise<void> {
  const git = await rounds.content.open();
  for (let round = 0; round < times; round += 1) {
    change(rounds);
    await arrive(git);
    const commits = rounds.content.site.git('rev-list', '--no-merges', 'HEAD').split('\n').slice(0, -1);
    const victim = sha(commits[rounds.roll(Math.min(commits.length, 12))] ?? '');
    const edited = rounds.roll(3) === 0 ? editByHand(rounds, round) : null;
    await expectWhole(rounds, () => land(git, { kind: 'revert', sha: victim }), 'reverted');
    if (edited) await takeAside(rounds, git, edited);
  }
}

/** Somebody saves an item on the server and commits nothing: perhaps one that the next act is about. */
function editByHand({ content, roll }: Rounds, round: number): { file: ContentPath; words: string } {
  const item = roll(ITEMS);
  const [file, words] = [fileOf(item) as ContentPath, text(`${item}`, `by hand ${round}`)];
  const beside = path.join(content.site.path, '.git', 'edit');
  writeFileSync(beside, words);
  mkdirSync(path.dirname(path.join(content.site.path, file)), { recursive: true });
  // In one step, as the visitor is to judge us and not the editor.
  renameSync(beside, path.join(content.site.path, file));
  return { file, words };
}

async function takeAside(rounds: Rounds, git: Git, { file, words }: ReturnType<typeof editByHand>): Promise<void> {
  const stands = Buffer.from(snapshot(rounds.content.site.path)[file] ?? '', 'base64').toString();
  if (stands !== words) rounds.faults.push(`An edit of ${file} was overwritten.`);
  rounds.ledger.note();
  const author = { name: 'Jane Admin', email: 'jane@example.com' };
  const { head } = await readBranch(git);
  const place = { head, runId: newId(new Date()), author, message: 'By hand' };
  await putAside(git, await editsAt(git, [file]), place);
  count(rounds, 'put aside');
}

export async function forcedConflicts(rounds: Rounds, times: number): Promise<void> {
  const git = await rounds.content.open();
  const { site } = rounds.content;
  for (let round = 0; round < times; round += 1) {
    const item = rounds.roll(ITEMS);
    catchUpBot(rounds.bot);
    const commits = ['first', 'second'].map((word) => {
      rounds.bot.write(fileOf(item), text(`${item}`, `${word} ${round}`));
      return publishFrom(rounds.bot, word);
    });
    await arrive(git);
    const before = JSON.stringify(snapshot(site.path));
    await expectWhole(rounds, () => land(git, { kind: 'revert', sha: sha(commits[0] ?? '') }), 'unexpected');
    if (JSON.stringify(snapshot(site.path)) !== before) rounds.faults.push('A conflict changed a file.');
  }
}

/** Somebody pushes in the moment before we do: once, twice, or every time. */
export async function pushRaces(rounds: Rounds, times: number): Promise<void> {
  const git = await rounds.content.open();
  for (let round = 0; round < times; round += 1) {
    const victim = sha(change(rounds));
    await arrive(git);
    let ahead = 1 + (round % 3);
    const race = async () => {
      if (ahead === 0) return;
      ahead -= 1;
      catchUpBot(rounds.bot);
      rounds.bot.write(`data/bot-${round}/bot-${round}.yml`, text('bot', `${ahead}`));
      publishFrom(rounds.bot, `Bot ${round}`);
    };
    await expectWhole(rounds, () => land(git, { kind: 'revert', sha: victim }, { assertMayWrite: race }), 'raced');
    await arrive(git);
  }
}

async function expectWhole(rounds: Rounds, work: () => Promise<unknown>, name: string): Promise<void> {
  rounds.ledger.note();
  try {
    await work();
    count(rounds, name);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    count(rounds, thrown.error.code);
  }
}
