import { createTranslator } from 'next-intl';
import { createMoments } from '@/components/admin/backups/format/moments';
import { createQuantities } from '@/components/admin/backups/format/quantities';
import type { Format } from '@/components/admin/backups/format/use-format';
import type { Words } from '@/components/admin/backups/format/words';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { NOW } from '../../support/view-fixtures';

const translator: unknown = createTranslator({
  locale: 'en',
  messages: { backup: ALL_MESSAGES.en },
  namespace: 'backup',
});
export const words = translator as Words;

/** What a component sees in English in Berlin; with `now` null what the server sees. */
export function englishFormat(now: number | null = NOW): Format {
  const moments = createMoments(words, 'en', now, 'Europe/Berlin');
  return { ...createQuantities(words, 'en'), ...moments, words, locale: 'en', now };
}

/** No-break spaces as plain ones, so that an expectation can be read. */
export const plain = (text: string) => text.replaceAll('\u00a0', ' ');
