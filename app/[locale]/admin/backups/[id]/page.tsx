import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { BackupScreen } from '@/components/admin/backups/backup/backup-screen';
import { dayTitle } from '@/components/admin/backups/format/day-title';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getBackup, getRunning, host } from '@/lib/backup/server';
import { backupActions } from '../backup-actions';

interface Props {
  params: Promise<{ locale: string; id: string }>;
}

const load = cache(async (id: string) => {
  await host.requireAdminPage('view');
  return told(getBackup(id));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const words = serverWords(locale);
  const backup = await load(id);
  const state = backup.ok ? dayTitle('title.backup', backup.value.createdAt, words, locale) : words('title.notFound');
  return { title: words('title.page', { state }) };
}

export default async function BackupPage({ params }: Props) {
  await host.requireAdminPage('view');
  const [backup, running] = await Promise.all([load((await params).id), told(getRunning())]);
  if (!backup.ok && backup.error.code === 'NOT_FOUND') notFound();
  if (!backup.ok) return <UnavailablePage error={backup.error} />;
  return <BackupScreen backup={backup.value} running={running.ok ? running.value : null} actions={backupActions} />;
}
