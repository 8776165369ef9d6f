import type { Metadata } from 'next';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { DatabaseScreen } from '@/components/admin/backups/state/database-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getDatabaseState, host } from '@/lib/backup/server';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('state.tab.database') }) };
}

export default async function DatabasePage() {
  await host.requireAdminPage('view');
  const database = await told(getDatabaseState());
  return database.ok ? <DatabaseScreen database={database.value} /> : <UnavailablePage error={database.error} />;
}
