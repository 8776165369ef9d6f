import type { Metadata } from 'next';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { ReadinessScreen } from '@/components/admin/backups/readiness/readiness-screen';
import { getReadiness, host } from '@/lib/backup/server';
import { revokeSignOffAction } from '../_actions/revoke-sign-off';
import { signOffAction } from '../_actions/sign-off';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('readiness.pageTitle') }) };
}

const actions = { signOff: signOffAction, revokeSignOff: revokeSignOffAction };

export default async function ReadinessPage() {
  await host.requireAdminPage('view');
  return <ReadinessScreen readiness={await told(getReadiness())} actions={actions} />;
}
