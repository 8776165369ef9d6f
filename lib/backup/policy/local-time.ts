/** A moment as the clocks of one zone show it. */
export interface LocalTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes as long as a thousand uses. Throws RangeError for a name that is no zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  formats.set(timeZone, format);
  return format;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    // The runtime's own list is the authority.
    return false;
  }
}

/** Milliseconds that local clocks are ahead of UTC at this moment. */
function offsetAt(at: Date, timeZone: string): number {
  const local = localTime(at, timeZone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  return asUtc - Math.floor(at.getTime() / 60_000) * 60_000;
}

export function localTime(at: Date, timeZone: string): LocalTime {
  if (timeZone === 'UTC') {
    const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
    return { year, month, day, hour: at.getUTCHours(), minute: at.getUTCMinutes() };
  }
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/**
 * The moment at which the clocks of a zone show this. Where they show it twice, the first time; where they skip it,
 * the moment as much later as they jump, so that a nightly time comes about once every night.
 */
export function momentOf(local: LocalTime, timeZone: string): Date {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  const before = offsetAt(new Date(asUtc - DAY_MS), timeZone);
  const after = offsetAt(new Date(asUtc + DAY_MS), timeZone);
  const candidates = [before, after].map((offset) => new Date(asUtc - offset));
  const shown = candidates
    .filter((at) => offsetAt(at, timeZone) === asUtc - at.getTime())
    .sort((left, right) => left.getTime() - right.getTime());
  return shown[0] ?? new Date(asUtc - before);
}

/** Sunday is 0. */
export const weekdayOf = ({ year, month, day }: Pick<LocalTime, 'year' | 'month' | 'day'>): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** `YYYY-MM-DD` of a calendar day so many days later. */
export function dayAfter(day: Pick<LocalTime, 'year' | 'month' | 'day'>, days: number) {
  const at = new Date(Date.UTC(day.year, day.month - 1, day.day) + days * DAY_MS + 12 * HOUR_MS);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

const two = (value: number): string => String(value).padStart(2, '0');

export const dayText = ({ year, month, day }: Pick<LocalTime, 'year' | 'month' | 'day'>): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
