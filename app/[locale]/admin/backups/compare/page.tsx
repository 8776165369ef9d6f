import type { Metadata } from 'next';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { CompareScreen } from '@/components/admin/backups/state/compare-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { comparePoints, host, listBackups } from '@/lib/backup/server';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('state.tab.compare') }) };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ComparePage({ searchParams }: Props) {
  await host.requireAdminPage('view');
  const listed = await told(listBackups());
  if (!listed.ok) return <UnavailablePage error={listed.error} />;
  const { one, other } = await searchParams;
  const chosen = typeof one === 'string' && typeof other === 'string' ? { one, other } : null;
  const compared = chosen && (await told(comparePoints(chosen)));
  const points = listed.value.backups.map(({ id, createdAt, note, scope }) => ({ id, createdAt, note, scope }));
  return (
    <CompareScreen
      points={points}
      chosen={chosen}
      comparison={compared?.ok ? compared.value : null}
      problem={compared && !compared.ok ? { message: compared.error.message, hint: compared.error.hint } : null}
    />
  );
}
