import type { Metadata } from 'next';
import { CatalogScreen } from '@/components/admin/backups/keys/catalog-screen';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { checkCatalogs, host } from '@/lib/backup/server';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('protection.check.pageTitle') }) };
}

export default async function CatalogCheckPage() {
  await host.requireAdminPage('view');
  const check = await told(checkCatalogs());
  return check.ok ? <CatalogScreen check={check.value} /> : <UnavailablePage error={check.error} />;
}
