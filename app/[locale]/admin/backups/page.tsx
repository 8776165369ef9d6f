import type { Metadata } from 'next';
import { cache } from 'react';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { OverviewScreen } from '@/components/admin/backups/overview/overview-screen';
import { getOverview, host } from '@/lib/backup/server';
import { backupActions } from './backup-actions';

const STATE_TITLES = {
  safe: 'title.safe',
  'at-risk': 'title.atRisk',
  unsafe: 'title.unsafe',
  empty: 'title.empty',
  unknown: 'title.unknown',
} as const;

const load = cache(async () => {
  await host.requireAdminPage('view');
  return told(getOverview());
});

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  const { verdict } = await load();
  return { title: words('title.page', { state: words(STATE_TITLES[verdict.state]) }) };
}

export default async function OverviewPage() {
  await host.requireAdminPage('view');
  return <OverviewScreen overview={await load()} actions={backupActions} />;
}
