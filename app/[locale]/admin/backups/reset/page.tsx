import type { Metadata } from 'next';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { ResetScreen } from '@/components/admin/backups/reset/reset-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { host, planReset } from '@/lib/backup/server';
import { backupActions } from '../backup-actions';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('title.reset') }) };
}

export default async function ResetPage() {
  const { id } = await host.requireAdminPage('restore');
  const plan = await told(planReset({ actor: { id } }));
  return plan.ok ? <ResetScreen plan={plan.value} actions={backupActions} /> : <UnavailablePage error={plan.error} />;
}
