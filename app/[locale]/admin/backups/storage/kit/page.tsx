import type { Metadata } from 'next';
import { KitScreen } from '@/components/admin/backups/keys/kit-screen';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getRecoveryKit, host } from '@/lib/backup/server';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('protection.kit.pageTitle') }) };
}

export default async function KitPage() {
  await host.requireAdminPage('view');
  const kit = await told(getRecoveryKit());
  return kit.ok ? <KitScreen kit={kit.value} /> : <UnavailablePage error={kit.error} />;
}
