import fc from 'fast-check';
import { newId } from '@/lib/backup/kernel/ids';
import type { RetainedBackup } from '@/lib/backup/policy/retention';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const START = Date.parse('2026-01-04T02:00:00Z');

/** One thing that happens to a site; `jump` days are what its clock is wrong by while it happens. */
const event = fc.record({
  hoursLater: fc.constantFrom(0, 1, 6, 24, 24, 24, 48, 240),
  jump: fc.constantFrom(0, 0, 0, 0, 0, 0, 60, -60),
  made: fc.constantFrom('restored', 'restored', 'read-back', 'read-back', 'damaged', 'failed', 'foreign', 'tables'),
  rare: fc.nat(9),
  pruned: fc.nat(7),
  alongside: fc.constantFrom('nothing', 'nothing', 'new', 'damage', 'pin', 'use'),
});

export type HistoryEvent = typeof event extends fc.Arbitrary<infer T> ? T : never;

export const history = fc.array(event, { minLength: 1, maxLength: 40 });

export const rules = fc.record({
  keepDays: fc.constantFrom(0, 1, 7, 30),
  keepLast: fc.nat(5),
  daily: fc.nat(4),
  weekly: fc.nat(4),
  monthly: fc.nat(3),
  yearly: fc.nat(2),
  minVerified: fc.integer({ min: 1, max: 4 }),
  automatic: fc.constant(true),
});

export class Site {
  backups: RetainedBackup[] = [];
  inUse = new Set<string>();
  #now = START;

  /** What the clocks show, right or wrong. */
  clock(jump: number): Date {
    return new Date(this.#now + jump * DAY);
  }

  pass(hours: number): void {
    this.#now += hours * HOUR;
  }

  make({ made, jump, rare }: Pick<HistoryEvent, 'made' | 'jump' | 'rare'>): void {
    if (made === 'failed') return;
    this.backups.push({
      id: newId(this.clock(jump)),
      scope: made === 'tables' ? 'tables' : 'full',
      proof: made === 'damaged' || made === 'foreign' ? 'damaged' : made === 'read-back' ? 'read-back' : 'restored',
      signatureValid: made !== 'foreign',
      pinned: rare === 0,
    });
  }

  /** What others do between the plan and the deletion. */
  meanwhile({ alongside, jump, rare }: Pick<HistoryEvent, 'alongside' | 'jump' | 'rare'>): void {
    const chosen = this.backups[rare % Math.max(1, this.backups.length)];
    if (alongside === 'new') this.make({ made: 'read-back', jump, rare: 1 });
    if (!chosen) return;
    if (alongside === 'damage') this.#change(chosen.id, { proof: 'damaged' });
    if (alongside === 'pin') this.#change(chosen.id, { pinned: true });
    if (alongside === 'use') this.inUse.add(chosen.id);
  }

  remove(ids: readonly string[]): void {
    this.backups = this.backups.filter(({ id }) => !ids.includes(id));
  }

  #change(id: string, facts: Partial<RetainedBackup>): void {
    this.backups = this.backups.map((backup) => (backup.id === id ? { ...backup, ...facts } : backup));
  }
}
