import { DatabaseBackup, Globe } from 'lucide-react';
import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { FigureList } from '@/components/admin/figure-list';
import { SectionLinks } from '@/components/admin/section-links';
import { requireAdmin } from '@/lib/auth/require-admin';
import { listContentItems } from '@/lib/content-items';
import { readSiteFigures } from '@/lib/site-figures';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('admin');
  return { title: t('dashboard') };
}

export default async function DashboardPage() {
  await requireAdmin();
  const [t, format, figures, content] = await Promise.all([
    getTranslations('admin'),
    getFormatter(),
    readSiteFigures(),
    listContentItems(),
  ]);
  const values = { ...figures, items: content.total };
  const section = (key: 'backups' | 'site') => ({ title: t(`sections.${key}.title`), body: t(`sections.${key}.body`) });
  return (
    <main className="host-wrap py-8">
      <h1 className="text-[22px]/[30px] font-semibold tracking-[-0.018em]">{t('dashboard')}</h1>
      <p className="mt-1 mb-6 text-sm/6 text-ink-2">{t('intro')}</p>
      <SectionLinks
        sections={[
          { href: '/admin/backups', icon: DatabaseBackup, ...section('backups') },
          { href: '/', icon: Globe, ...section('site') },
        ]}
      />
      <FigureList
        title={t('figures.title')}
        figures={(['users', 'admins', 'items', 'comments', 'votes', 'subscriptions'] as const).map((key) => ({
          label: t(`figures.${key}`),
          value: format.number(values[key]),
        }))}
      />
    </main>
  );
}
