import { createHash } from 'node:crypto';

export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  integer(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Favours the beginning of the list: the first is chosen far more often than the last. */
  pickPopular<T>(choices: readonly T[]): T;
  dateBetween(from: Date, to: Date): Date;
  uuid(): string;
  hex(length: number): string;
}

/** The same `topic` gives the same values for ever; each table has its own, so that one does not shift the others. */
export function createRandom(topic: string): SeededRandom {
  let state = createHash('sha256').update(topic).digest().readUInt32LE(0);
  // Mulberry32: 32 bits of state, ample for sample rows.
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  const at = <T>(choices: readonly T[], place: number): T => {
    const [choice] = choices.slice(place, place + 1);
    if (choice === undefined) throw new RangeError('Nothing to choose from.');
    return choice;
  };
  const hex = (length: number) => Array.from({ length }, () => integer(0, 15).toString(16)).join('');
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: (choices) => at(choices, integer(0, choices.length - 1)),
    pickPopular: (choices) => at(choices, Math.floor(fraction() ** 2.2 * choices.length)),
    dateBetween: (from, to) => new Date(integer(from.getTime(), to.getTime())),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(integer(0, 3))}${hex(3)}-${hex(12)}`,
    hex,
  };
}
