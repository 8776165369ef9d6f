import type { Metadata } from 'next';
import { asCard } from '@/components/admin/backups/contract';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { SeedScreen } from '@/components/admin/backups/state/seed-screen';
import { getSeedPreview, getSeedState, host } from '@/lib/backup/server';
import { stateActions } from '../state-actions';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('state.tab.seed') }) };
}

export default async function SeedPage() {
  await host.requireAdminPage('view');
  const [seed, preview] = await told(Promise.all([getSeedState(), getSeedPreview()]));
  return <SeedScreen seed={asCard(seed)} preview={asCard(preview)} actions={stateActions} />;
}
