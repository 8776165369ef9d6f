'use client';

import { useTranslations } from 'next-intl';
import { useFormat } from '../format/use-format';

interface TimedTextProps {
  of: string;
  values: Record<string, string | number>;
  at: string | null;
}

/** A message that names a moment inside its <time> tag. An empty key shows `values.text` as it is. */
export function TimedText({ of, values, at }: TimedTextProps) {
  const translate = useTranslations('backup');
  const format = useFormat();
  if (of === '') return <bdi>{values.text}</bdi>;
  if (!at) return <>{translate.rich(of, { ...values, time: (chunks) => chunks, when: '' })}</>;
  return (
    <>
      {translate.rich(of, {
        ...values,
        when: format.spoken(at),
        time: (chunks) => (
          <time dateTime={at} title={format.both(at)}>
            {chunks}
          </time>
        ),
      })}
    </>
  );
}
