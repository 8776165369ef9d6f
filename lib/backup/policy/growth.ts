const DAY_MS = 86_400_000;
/** Two weeks of backups say something about the third. */
const SHORTEST_SPAN_DAYS = 3;
const FEWEST_POINTS = 4;
const HORIZONS = [30, 90, 365] as const;

export interface StoredSize {
  /** ISO 8601. */
  at: string;
  /** Stored bytes. */
  size: number;
}

export interface GrowthForecast {
  /** Growth of one backup, in bytes a day: the median slope, so that single odd ones do not bend it. */
  backupBytesPerDay: number;
  /** What comes on top each day while nothing is deleted: so many backups a day of the size of the newest ones. Bytes. */
  storedBytesPerDay: number;
  /** Used bytes to expect at so many days from now, while nothing is deleted. */
  used: { days: (typeof HORIZONS)[number]; bytes: number }[];
  /** Days until nothing is free, at most ten years; null where that is unknown or further away. */
  daysUntilFull: number | null;
}

const FURTHEST_DAYS = 3_650;

/**
 * What a destination will hold, from what it holds. Theil–Sen over the sizes of its backups for their growth, their
 * number over their span for their pace. Null where there are too few to say anything. Never negative.
 */
export function forecastGrowth(
  stored: readonly StoredSize[],
  { now, usedBytes, freeBytes }: { now: Date; usedBytes: number; freeBytes: number | null },
): GrowthForecast | null {
  const points = stored
    .map(({ at, size }) => ({ day: Date.parse(at) / DAY_MS, size }))
    .filter(({ day, size }) => Number.isFinite(day) && day <= now.getTime() / DAY_MS && size >= 0)
    .sort((left, right) => left.day - right.day)
    .slice(-MOST_POINTS);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < FEWEST_POINTS) return null;
  const span = last.day - first.day;
  if (span < SHORTEST_SPAN_DAYS) return null;
  const slope = medianSlope(points);
  const pace = (points.length - 1) / span;
  const typical = median(points.slice(-7).map(({ size }) => size));
  // Sum over the days to come of pace × (size then), each size not below nothing.
  const added = (days: number): number => {
    const end = typical + slope * days;
    const growing = end >= 0 ? days : -typical / slope;
    return pace * ((typical + Math.max(0, end)) / 2) * growing;
  };
  return {
    backupBytesPerDay: Math.round(slope),
    storedBytesPerDay: Math.round(pace * typical),
    used: HORIZONS.map((days) => ({ days, bytes: Math.round(usedBytes + added(days)) })),
    daysUntilFull: freeBytes === null ? null : firstDay((days) => added(days) >= freeBytes),
  };
}

/** The slopes of all pairs are half the square of them: 200 backups are 20,000. */
const MOST_POINTS = 200;

function medianSlope(points: readonly { day: number; size: number }[]): number {
  const slopes: number[] = [];
  points.forEach((left, index) => {
    for (const right of points.slice(index + 1)) {
      if (right.day > left.day) slopes.push((right.size - left.size) / (right.day - left.day));
    }
  });
  return slopes.length > 0 ? median(slopes) : 0;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The first whole day that `is` holds for; what holds once holds from then on. */
function firstDay(is: (day: number) => boolean): number | null {
  if (!is(FURTHEST_DAYS)) return null;
  let low = 0;
  let high = FURTHEST_DAYS;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (is(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
