import type { RunbookLocale } from '../views';
import { RUNBOOK_AR } from './runbook-words-ar';
import { RUNBOOK_EN } from './runbook-words-en';
import { RUNBOOK_FR } from './runbook-words-fr';

type RunbookWord = keyof typeof RUNBOOK_EN;
export type RunbookWords = Record<RunbookWord, string>;

const BY_LOCALE: Readonly<Record<RunbookLocale, RunbookWords>> = { en: RUNBOOK_EN, fr: RUNBOOK_FR, ar: RUNBOOK_AR };
export const RUNBOOK_LOCALES = Object.keys(BY_LOCALE) as RunbookLocale[];

export const runbookLocale = (wanted: string): RunbookLocale =>
  RUNBOOK_LOCALES.find((locale) => locale === wanted.split('-')[0]) ?? 'en';

/** Texts and figures of a runbook in one language. Moments are absolute and in UTC: a printed page has no clock. */
export interface RunbookVoice {
  word(key: RunbookWord, values?: Record<string, string | number>): string;
  moment(at: string): string;
  day(at: string): string;
  number(value: number): string;
  seconds(milliseconds: number): string;
}

export function runbookVoice(locale: RunbookLocale): RunbookVoice {
  const words = BY_LOCALE[locale];
  const language = locale === 'en' ? 'en-GB' : locale;
  const days: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' };
  const day = (at: string) => new Intl.DateTimeFormat(language, days).format(new Date(at));
  const word: RunbookVoice['word'] = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  const amount = (value: number, digits: number) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return {
    word,
    moment: (at) => `${day(at)}, ${new Intl.DateTimeFormat(language, clock).format(new Date(at))} UTC`,
    day,
    number: (value) => new Intl.NumberFormat(language).format(value),
    seconds: (milliseconds) =>
      milliseconds < 120_000
        ? word('unit.seconds', { n: amount(milliseconds / 1000, milliseconds < 20_000 ? 1 : 0) })
        : word('unit.minutes', { n: amount(milliseconds / 60_000, 0) }),
  };
}
