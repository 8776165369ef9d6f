import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { asCard } from '@/components/admin/backups/contract';
import { dayTitle } from '@/components/admin/backups/format/day-title';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { RestoreRunScreen } from '@/components/admin/backups/restore/restore-run-screen';
import { isRestoring, isStateRun } from '@/components/admin/backups/run/kind-words';
import { RunScreen } from '@/components/admin/backups/run/run-screen';
import { StateRunScreen } from '@/components/admin/backups/state/state-run-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getRestoreResult, getRun, host } from '@/lib/backup/server';
import { backupActions } from '../../backup-actions';

interface Props {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<{ gate?: string | string[] }>;
}

const load = cache(async (id: string) => {
  await host.requireAdminPage('view');
  return told(getRun(id));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const words = serverWords(locale);
  const run = await load(id);
  const state = run.ok ? dayTitle('title.run', run.value.startedAt, words, locale) : words('title.notFound');
  return { title: words('title.page', { state }) };
}

export default async function RunPage({ params, searchParams }: Props) {
  await host.requireAdminPage('view');
  const run = await load((await params).id);
  if (!run.ok && run.error.code === 'NOT_FOUND') notFound();
  if (!run.ok) return <UnavailablePage error={run.error} />;
  const { id, kind, status } = run.value;
  if (isStateRun(kind)) return <StateRunScreen run={run.value} actions={backupActions} />;
  if (!isRestoring(kind)) return <RunScreen run={run.value} actions={backupActions} />;
  const result = status === 'running' ? null : asCard(await told(getRestoreResult(id)));
  const asked = (await searchParams).gate;
  return (
    <RestoreRunScreen
      run={run.value}
      result={result}
      site={host.siteName()}
      gate={asked === 'undo' || asked === 'drop' ? asked : null}
      actions={backupActions}
    />
  );
}
