import type { Metadata } from 'next';
import { asCard } from '@/components/admin/backups/contract';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { MigrationsScreen } from '@/components/admin/backups/migrations/migrations-screen';
import { getMigrationState, host } from '@/lib/backup/server';
import { stateActions } from '../state-actions';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('state.tab.migrations') }) };
}

export default async function MigrationsPage() {
  await host.requireAdminPage('view');
  return <MigrationsScreen migrations={asCard(await told(getMigrationState()))} actions={stateActions} />;
}
