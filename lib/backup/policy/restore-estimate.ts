interface MeasuredRestore {
  /** Uncompressed bytes of the dump. */
  plainSize: number;
  restoreMs: number;
}

const SHORTEST_MS = 1_000;
const CONSIDERED = 10;

/**
 * How long loading a dump of this size takes, from restores that were measured on this site: the median rate of the
 * newest ten. Null before the first: a promise without a measurement would be a guess. Milliseconds.
 */
export function estimateRestore(plainSize: number, measured: readonly MeasuredRestore[]): number | null {
  const rates = measured
    .filter(({ plainSize: bytes, restoreMs }) => bytes > 0 && restoreMs > 0)
    .slice(0, CONSIDERED)
    .map(({ plainSize: bytes, restoreMs }) => bytes / restoreMs)
    .sort((left, right) => left - right);
  const rate = rates[Math.floor(rates.length / 2)];
  return rate === undefined ? null : Math.max(SHORTEST_MS, Math.round(plainSize / rate));
}
