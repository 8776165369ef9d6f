import type { Metadata } from 'next';
import { asCard } from '@/components/admin/backups/contract';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { MigrationsScreen } from '@/components/admin/backups/migrations/migrations-screen';
import { getMigrations, getSeed, host } from '@/lib/backup/server';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('title.migrations') }) };
}

export default async function MigrationsPage() {
  await host.requireAdminPage('view');
  const [migrations, seed] = await Promise.all([getMigrations(), getSeed()]);
  return <MigrationsScreen migrations={asCard(migrations)} seed={asCard(seed)} />;
}
