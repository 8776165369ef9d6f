import type { TableName } from '../connection-target';
import { displayTable } from '../table-name-text';
import { tableKey } from './table-fingerprint';

/** Readings around a dump: the last value as decimal text, null for a sequence that was never called. */
export interface SequenceBounds extends TableName {
  before: string | null;
  after: string | null;
}

export interface SequenceValue extends TableName {
  /** Last value as decimal text, null for a sequence that was never called. */
  value: string | null;
  /** Negative for a descending sequence. */
  increment: string;
  cycles: boolean;
}

const NAMED = 3;
const shown = (value: string | null) => value ?? 'not yet used';

/** Positions on the way that the sequence walks; never called comes before every value. */
function position(value: string | null, descending: boolean): bigint | null {
  if (value === null) return null;
  return descending ? -BigInt(value) : BigInt(value);
}

const notAfter = (left: bigint | null, right: bigint | null) => left === null || (right !== null && left <= right);

function liesBetween(bounds: SequenceBounds, actual: SequenceValue): boolean {
  const descending = actual.increment.startsWith('-');
  const [before, after, value] = [bounds.before, bounds.after, actual.value].map((text) => position(text, descending));
  if (before === undefined || after === undefined || value === undefined) return false;
  if (notAfter(before, after)) return notAfter(before, value) && notAfter(value, after);
  // The second reading stands before the first: either it began its next round, or somebody set it back.
  const wrapped = notAfter(before, value) || notAfter(value, after);
  return actual.cycles ? wrapped : notAfter(after, value) && notAfter(value, before);
}

/**
 * Whether each restored sequence stands between its readings before and after the dump: sequences move outside
 * snapshots. `reason` names the ones that do not, for an admin.
 */
export function compareSequences(
  bounds: readonly SequenceBounds[],
  actual: readonly SequenceValue[],
): { same: boolean; reason: string | null } {
  const found = new Map(actual.map((sequence) => [tableKey(sequence), sequence]));
  const differences = bounds.flatMap((expected) => {
    const sequence = found.get(tableKey(expected));
    const label = displayTable(expected);
    if (!sequence) return [`The sequence ${label} is missing.`];
    if (liesBetween(expected, sequence)) return [];
    const { before, after } = expected;
    const range = before === after ? shown(before) : `between ${shown(before)} and ${shown(after)}`;
    return [`The sequence ${label} differs: ${range} expected, ${shown(sequence.value)} found.`];
  });
  if (differences.length === 0) return { same: true, reason: null };
  const more = differences.length - NAMED;
  const rest = more > 0 ? [`${more} more ${more === 1 ? 'sequence differs' : 'sequences differ'}.`] : [];
  return { same: false, reason: [...differences.slice(0, NAMED), ...rest].join(' ') };
}
