import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { dayTitle } from '@/components/admin/backups/format/day-title';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { RunScreen } from '@/components/admin/backups/run/run-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getRun, host } from '@/lib/backup/server';
import { backupActions } from '../../backup-actions';

interface Props {
  params: Promise<{ locale: string; id: string }>;
}

const load = cache(async (id: string) => {
  await host.requireAdminPage('view');
  return getRun(id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const words = serverWords(locale);
  const run = await load(id);
  const state = run.ok ? dayTitle('title.run', run.value.startedAt, words, locale) : words('title.notFound');
  return { title: words('title.page', { state }) };
}

export default async function RunPage({ params }: Props) {
  await host.requireAdminPage('view');
  const run = await load((await params).id);
  if (run.ok) return <RunScreen run={run.value} actions={backupActions} />;
  if (run.error.code === 'NOT_FOUND') notFound();
  return <UnavailablePage error={run.error} />;
}
