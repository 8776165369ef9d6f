import type { Words } from './words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Moments {
  /** "22 Nov 2026". */
  date(at: string): string;
  /** "22 Nov", with the year where it is not this year's. */
  shortDate(at: string): string;
  /** "03:00". */
  clock(at: string): string;
  /** "03:00:00.412", for logs. */
  preciseClock(at: string): string;
  /** "22 Nov 2026, 03:00" in the reader's zone, or with "UTC" behind it before the reader's zone is known. */
  full(at: string): string;
  /** "22 Nov 2026, 03:00 · 02:00 UTC", for titles. */
  both(at: string): string;
  /** "today at 03:00". */
  spoken(at: string): string;
  /** "8 h ago", "yesterday", "2 days ago". */
  ago(at: string): string;
  /** The same where it stands alone, in a cell of a table: "Yesterday". */
  agoAlone(at: string): string;
  /** A day as a heading: "Today", "Yesterday", "20 Nov 2026". */
  dayName(at: string): string;
  /** "in 15 h". */
  until(at: string): string;
  utcClock(at: string): string;
}

/**
 * Words for moments. `now` is null on the server and during hydration: then every text is absolute and in UTC, the
 * same on both sides; afterwards it is relative and in the reader's zone.
 */
export function createMoments(words: Words, locale: string, now: number | null, zone?: string): Moments {
  const language = locale === 'en' ? 'en-GB' : locale;
  const timeZone = now === null ? 'UTC' : zone;
  const format = (options: Intl.DateTimeFormatOptions, in_ = timeZone) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: in_ });
  const clockOptions: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const dateOptions: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  const clock = (at: string) => format(clockOptions).format(new Date(at));
  const date = (at: string) => format(dateOptions).format(new Date(at));
  const utcClock = (at: string) => format(clockOptions, 'UTC').format(new Date(at));
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const dayNumber = (time: number) => Date.parse(`${calendar.format(time)}T00:00:00Z`) / DAY;
  const shortDate = (at: string) => {
    const sameYear = new Date(at).getUTCFullYear() === new Date(now ?? Date.parse(at)).getUTCFullYear();
    return format(sameYear && now !== null ? { day: 'numeric', month: 'short' } : dateOptions).format(new Date(at));
  };
  const full = (at: string) => {
    const text = `${date(at)}, ${clock(at)}`;
    return now === null ? words('time.utc', { text }) : text;
  };
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

  const ago = (at: string) => {
    if (now === null) return full(at);
    const passed = Math.max(0, now - Date.parse(at));
    const days = dayNumber(now) - dayNumber(Date.parse(at));
    if (passed < 2_000) return words('time.now');
    if (passed < MINUTE) return words('time.secondsAgo', { n: Math.floor(passed / 1000) });
    if (passed < HOUR) return words('time.minutesAgo', { n: Math.floor(passed / MINUTE) });
    if (days === 0 || passed < 6 * HOUR) return words('time.hoursAgo', { n: Math.floor(passed / HOUR) });
    if (days > 30) return date(at);
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day');
  };
  const agoAlone = (at: string) => capital(ago(at));

  const dayName = (at: string) => {
    const days = now === null ? null : dayNumber(now) - dayNumber(Date.parse(at));
    if (days !== 0 && days !== 1) return date(at);
    return capital(new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day'));
  };

  const until = (at: string) => {
    const left = Math.max(0, Date.parse(at) - (now ?? Date.parse(at)));
    if (left < HOUR) return words('time.inMinutes', { n: Math.max(1, Math.round(left / MINUTE)) });
    if (left < 2 * DAY) return words('time.inHours', { n: Math.round(left / HOUR) });
    return words('time.inDays', { n: Math.round(left / DAY) });
  };

  const spoken = (at: string) => {
    if (now === null) return words('time.onDay', { date: date(at), time: words('time.utc', { text: clock(at) }) });
    const days = dayNumber(now) - dayNumber(Date.parse(at));
    if (days === 0) return words('time.today', { time: clock(at) });
    if (days === 1) return words('time.yesterday', { time: clock(at) });
    return words('time.onDay', { date: shortDate(at), time: clock(at) });
  };

  return {
    date,
    shortDate,
    clock,
    preciseClock: (at) => {
      const seconds: Intl.DateTimeFormatOptions = { ...clockOptions, second: '2-digit', fractionalSecondDigits: 3 };
      return new Intl.DateTimeFormat('en-GB', { ...seconds, timeZone }).format(new Date(at));
    },
    full,
    both: (at) =>
      now === null ? full(at) : words('time.both', { local: `${date(at)}, ${clock(at)}`, utc: utcClock(at) }),
    spoken,
    ago,
    agoAlone,
    dayName,
    until,
    utcClock,
  };
}
