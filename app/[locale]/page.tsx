import { getTranslations } from 'next-intl/server';
import { DisplayMenu } from '@/components/site/display-menu';
import { HostStrip } from '@/components/site/host-strip';
import { ItemList } from '@/components/site/item-list';
import { Link } from '@/i18n/navigation';
import { listContentItems } from '@/lib/content-items';
import { siteName } from '@/lib/site';

export default async function HomePage() {
  const [t, { items, total }] = await Promise.all([getTranslations('home'), listContentItems()]);
  return (
    <>
      <HostStrip site={siteName()} href="/">
        <Link
          href="/admin"
          prefetch={false}
          className="rounded-md px-2 py-2.5 font-medium text-ink-2 hover:text-ink hover:underline hover:underline-offset-4"
        >
          {t('admin')}
        </Link>
        <DisplayMenu />
      </HostStrip>
      <main id="content" className="host-wrap py-8">
        <h1 className="text-[22px]/[30px] font-semibold tracking-[-0.018em]">{t('heading')}</h1>
        <p className="mt-1 text-sm/6 text-ink-2">
          {t('count', { count: total })}
          {total > items.length && <> · {t('shown', { count: items.length })}</>}
        </p>
        {total > 0 ? (
          <ItemList items={items} />
        ) : (
          <p className="mt-6 max-w-[64ch] text-sm/6 text-ink-2">{t('empty')}</p>
        )}
      </main>
    </>
  );
}
