'use client';

import { useTranslations } from 'next-intl';
import { BUTTON } from '@/components/site/button-style';
import { MessagePage } from '@/components/site/message-page';

interface Props {
  error: Error & { digest?: string };
  reset(): void;
}

export default function ErrorPage({ error, reset }: Props) {
  const t = useTranslations('error');
  return (
    <MessagePage title={t('title')} body={t('body')}>
      <button type="button" className={BUTTON.ink} onClick={reset}>
        {t('retry')}
      </button>
      {error.digest && <p className="w-full text-xs text-ink-3">{t('reference', { digest: error.digest })}</p>}
    </MessagePage>
  );
}
