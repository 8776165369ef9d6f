import { DAY, DEMO_END, HOUR } from '@/lib/db/seed/seed-plan';
import { createRandom } from '@/lib/db/seed/seeded-random';
import type { ImportedCommit } from './content-fast-import';

export type Change = ImportedCommit['changes'][number];

export const COMMITS = 120;
const FIRST = DEMO_END.getTime() - 365 * DAY;
const STEP = (365 * DAY) / (COMMITS + 1);

export const AUTHORS = {
  amara: 'Amara Okafor <amara@example.com>',
  jonas: 'Jonas Weiß <jonas@example.org>',
  misaki: '佐藤 美咲 <misaki@example.net>',
  bot: 'Website Bot <website@ever.works>',
} as const;

/** The commits so far, and when the next one falls: evenly over the year, at odd hours. */
export class ContentStory {
  readonly commits: ImportedCommit[] = [];
  readonly random = createRandom('content history');
  private head: number | undefined;

  /** When the commit that comes next is made. */
  get now(): Date {
    const jitter = createRandom(`commit ${this.commits.length}`).integer(0, Math.floor(STEP / HOUR) - 1) * HOUR;
    return new Date(FIRST + (this.commits.length + 0.5) * STEP + jitter / 2);
  }

  /** @returns the number of the commit, from 1. */
  commit(author: keyof typeof AUTHORS, message: string, changes: Change[]): number {
    this.head = this.add({ author, message, changes, parent: this.head });
    return this.head;
  }

  /** A commit beside the main line. */
  commitBeside(author: keyof typeof AUTHORS, message: string, changes: Change[], parent: number | undefined): number {
    return this.add({ author, message, changes, parent });
  }

  /** `changes` are all that the other line brought: git takes the tree of the main line as the start. */
  merge(author: keyof typeof AUTHORS, message: string, changes: Change[], other: number): void {
    this.head = this.add({ author, message, changes, parent: this.head, merged: other });
  }

  get current(): number | undefined {
    return this.head;
  }

  private add(commit: Omit<ImportedCommit, 'author' | 'at'> & { author: keyof typeof AUTHORS }): number {
    return this.commits.push({ ...commit, author: AUTHORS[commit.author], at: this.now });
  }
}
