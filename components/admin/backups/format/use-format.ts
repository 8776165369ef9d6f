'use client';

import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { createMoments, type Moments } from './moments';
import { createQuantities, type Quantities } from './quantities';
import { useNow } from './use-now';
import { useWords, type Words } from './words';

export interface Format extends Moments, Quantities {
  words: Words;
  locale: string;
  now: number | null;
}

/** Everything a component needs to write figures, times and words in the reader's language. */
export function useFormat(pace: 'slow' | 'fast' = 'slow'): Format {
  const words = useWords();
  const locale = useLocale();
  const now = useNow(pace);
  const quantities = useMemo(() => createQuantities(words, locale), [words, locale]);
  return useMemo(
    () => ({ ...quantities, ...createMoments(words, locale, now), words, locale, now }),
    [quantities, words, locale, now],
  );
}
