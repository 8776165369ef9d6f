import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BUTTON } from '@/components/site/button-style';
import { DisplayMenu } from '@/components/site/display-menu';
import { HostStrip } from '@/components/site/host-strip';
import { MessagePage } from '@/components/site/message-page';
import { Link } from '@/i18n/navigation';
import { siteName } from '@/lib/site';
import { signOutAction } from '../_actions/sign-out';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('unauthorized');
  return { title: t('title'), robots: { index: false } };
}

export default async function UnauthorizedPage() {
  const [t, common] = await Promise.all([getTranslations('unauthorized'), getTranslations('common')]);
  return (
    <>
      <HostStrip site={siteName()} href="/">
        <DisplayMenu />
      </HostStrip>
      <MessagePage title={t('title')} body={t('body')}>
        <form action={signOutAction}>
          <button type="submit" className={BUTTON.ink}>
            {t('otherAccount')}
          </button>
        </form>
        <Link href="/" className={BUTTON.plain}>
          {common('startPage')}
        </Link>
      </MessagePage>
    </>
  );
}
