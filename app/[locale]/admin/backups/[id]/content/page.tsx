import { notFound } from 'next/navigation';
import { ContentPointScreen } from '@/components/admin/backups/content/content-point-screen';
import { told } from '@/components/admin/backups/messages/texts/told';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getBackup, host, planContentPoint } from '@/lib/backup/server';
import { titled } from '../../content/page-parts';
import { contentActions } from '../../content-actions';

export const generateMetadata = titled('recovery.restoreContent');

export default async function ContentPointPage({ params }: { params: Promise<{ locale: string; id: string }> }) {
  await host.requireAdminPage('content');
  const { id } = await params;
  const backup = await told(getBackup(id));
  if (!backup.ok && backup.error.code === 'NOT_FOUND') notFound();
  if (!backup.ok) return <UnavailablePage error={backup.error} />;
  const plan = await told(planContentPoint(id));
  if (!plan.ok) return <UnavailablePage error={plan.error} />;
  return <ContentPointScreen backup={backup.value} plan={plan.value} cloneContent={contentActions.cloneContent} />;
}
