import type { Metadata } from 'next';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { RunbookScreen } from '@/components/admin/backups/runbook/runbook-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getRunbookPage, host, type RunbookRequest } from '@/lib/backup/server';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('runbook.pageTitle') }) };
}

/** `?on=` chooses what the commands are for. */
export default async function RunbookPage({ params, searchParams }: Props) {
  await host.requireAdminPage('view');
  const [{ locale }, { on }] = await Promise.all([params, searchParams]);
  const page = await told(getRunbookPage({ locale, setup: on as RunbookRequest['setup'] }));
  return page.ok ? <RunbookScreen page={page.value} /> : <UnavailablePage error={page.error} />;
}
