import { getTranslations } from 'next-intl/server';
import { BUTTON } from '@/components/site/button-style';
import { MessagePage } from '@/components/site/message-page';
import { Link } from '@/i18n/navigation';

export default async function NotFound() {
  const [t, common] = await Promise.all([getTranslations('notFound'), getTranslations('common')]);
  return (
    <MessagePage title={t('title')} body={t('body')}>
      <title>{t('title')}</title>
      <Link href="/" className={BUTTON.plain}>
        {common('startPage')}
      </Link>
    </MessagePage>
  );
}
