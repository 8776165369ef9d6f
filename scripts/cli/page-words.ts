import { createTranslator } from 'next-intl';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { moment } from './figures';

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** The English words of the pages, so that page and terminal cannot say two things. A fact `at` is a moment. */
export function pageWords(namespace: string): Translate {
  const words = createTranslator({
    locale: 'en',
    messages: { backup: ALL_MESSAGES.en },
    namespace: 'backup',
  }) as unknown as Translate;
  return (key, values = {}) => {
    const { at } = values;
    const told = typeof at === 'string' && at ? { ...values, at: moment(at) } : values;
    return words(`${namespace}.${key}`, told).trim();
  };
}
