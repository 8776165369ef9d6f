import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { askedOf, isPlannable, readChoice } from '@/components/admin/backups/restore/restore-choice';
import { RestoreScreen } from '@/components/admin/backups/restore/restore-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getBackup, host, planRestore } from '@/lib/backup/server';
import { backupActions } from '../../backup-actions';

interface Props {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('title.restore') }) };
}

export default async function RestorePage({ params, searchParams }: Props) {
  const { id, email } = await host.requireAdminPage('restore');
  const backupId = (await params).id;
  const choice = readChoice(await searchParams);
  const backup = await told(getBackup(backupId));
  if (!backup.ok && backup.error.code === 'NOT_FOUND') notFound();
  if (!backup.ok) return <UnavailablePage error={backup.error} />;
  const asked = { backupId, ...askedOf(choice), actor: { id, email } };
  const plan = isPlannable(choice) ? await told(planRestore(asked)) : null;
  return (
    <RestoreScreen
      backup={backup.value}
      choice={choice}
      plan={plan?.ok ? plan.value : null}
      problem={plan && !plan.ok ? plan.error : null}
      email={email}
      actions={backupActions}
    />
  );
}
