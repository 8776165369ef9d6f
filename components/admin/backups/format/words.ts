import { useTranslations } from 'next-intl';

/** The module's own texts. Values are numbers or strings; plural forms stand in the messages. */
export interface Words {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

export function useWords(): Words {
  return useTranslations('backup') as unknown as Words;
}
