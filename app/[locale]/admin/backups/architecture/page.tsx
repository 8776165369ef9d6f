import type { Metadata } from 'next';
import { ArchitectureScreen } from '@/components/admin/backups/architecture/architecture-screen';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getArchitecture, host } from '@/lib/backup/server';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('readiness.architecture.title') }) };
}

export default async function ArchitecturePage() {
  await host.requireAdminPage('view');
  return <ArchitectureScreen architecture={await told(getArchitecture())} />;
}
