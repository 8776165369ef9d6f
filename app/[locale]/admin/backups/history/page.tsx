import type { Metadata } from 'next';
import { asCard } from '@/components/admin/backups/contract';
import { HistoryScreen } from '@/components/admin/backups/history/history-screen';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { TrendsSection } from '@/components/admin/backups/trends/trends-section';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getHistory, getTrends, host } from '@/lib/backup/server';
import { backupActions } from '../backup-actions';

const PAGE = 30;

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('title.history') }) };
}

export default async function HistoryPage({ searchParams }: Props) {
  await host.requireAdminPage('view');
  const asked = (await searchParams).before;
  const before = typeof asked === 'string' && asked !== '' ? asked : null;
  const [history, trends] = await told(
    Promise.all([getHistory(before ? { before, limit: PAGE } : { limit: PAGE }), before ? null : getTrends()]),
  );
  if (!history.ok) return <UnavailablePage error={history.error} />;
  return (
    <HistoryScreen page={history.value} before={before} actions={backupActions}>
      {trends ? <TrendsSection card={asCard(trends)} /> : null}
    </HistoryScreen>
  );
}
