import 'server-only';
import { createTranslator } from 'next-intl';
import type { Words } from '../format/words';
import { ALL_MESSAGES } from './all-messages';
import { type Messages, mergeMessages } from './merge-messages';

const BY_LOCALE: Record<string, Messages> = ALL_MESSAGES;
const { en } = ALL_MESSAGES;

/** The module's texts for a locale, English where a translation is missing. */
export function loadMessages(locale: string): { backup: Messages } {
  const own = BY_LOCALE[locale] ?? BY_LOCALE[locale.split('-')[0] ?? ''];
  return { backup: own ? mergeMessages(en, own) : en };
}

/** Texts for server code: page titles and the like. */
export function serverWords(locale: string): Words {
  return createTranslator({ locale, messages: loadMessages(locale), namespace: 'backup' }) as unknown as Words;
}
