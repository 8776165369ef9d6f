import type { Words } from './words';

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const NO_BREAK = '\u00a0';

export interface Quantities {
  number(value: number): string;
  /** Decimal units, "12.4 MB". */
  bytes(value: number): string;
  rate(bytesPerSecond: number): string;
  /** Milliseconds in the one or two largest units: "0.3 s", "13 s", "8 h 42 min". */
  duration(milliseconds: number): string;
  /** Milliseconds as seconds with one decimal up to a minute: "13.4 s". */
  precise(milliseconds: number): string;
  /** Milliseconds as they are below a second: "92 ms", then as `precise`. For what visitors wait. */
  brief(milliseconds: number): string;
  /** "25 good, 1 failed". */
  list(parts: string[]): string;
}

export function createQuantities(words: Words, locale: string): Quantities {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const unit = (key: 'milliseconds' | 'seconds' | 'minutes' | 'hours', value: string) =>
    words(`unit.${key}`, { n: value }).replaceAll(' ', NO_BREAK);

  const bytes = (value: number): string => {
    let amount = value;
    let step = 0;
    while (amount >= 999.5 && step < BYTE_UNITS.length - 1) {
      amount /= 1000;
      step += 1;
    }
    const formatted = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: BYTE_UNITS[step],
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step > 1 && amount < 100 ? 1 : 0,
    }).format(amount);
    return formatted.replaceAll(' ', NO_BREAK);
  };

  const duration = (milliseconds: number): string => {
    if (milliseconds < 950) return unit('seconds', tenths.format(Math.max(0, milliseconds) / 1000));
    const seconds = Math.round(milliseconds / 1000);
    if (seconds < 60) return unit('seconds', whole.format(seconds));
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
      const rest = seconds % 60;
      const head = unit('minutes', whole.format(minutes));
      return rest === 0 || minutes >= 10 ? head : `${head}${NO_BREAK}${unit('seconds', whole.format(rest))}`;
    }
    const hours = Math.floor(minutes / 60);
    if (hours >= 72) return words('unit.days', { n: Math.floor(hours / 24) });
    const head = unit('hours', whole.format(hours));
    const rest = minutes % 60;
    return rest === 0 || hours >= 24 ? head : `${head}${NO_BREAK}${unit('minutes', whole.format(rest))}`;
  };

  const precise = (value: number): string =>
    value < 59_950 ? unit('seconds', tenths.format(Math.max(0, value) / 1000)) : duration(value);

  const joiner = locale.startsWith('ar') ? '، ' : ', ';

  return {
    number: (value) => whole.format(value),
    bytes,
    rate: (value) => words('unit.rate', { bytes: bytes(value) }),
    duration,
    precise,
    brief: (value) => (value < 1000 ? unit('milliseconds', whole.format(Math.max(0, value))) : precise(value)),
    list: (parts) => parts.join(joiner),
  };
}
