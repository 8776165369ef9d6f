import type { Metadata } from 'next';
import { AuditScreen } from '@/components/admin/backups/audit/audit-screen';
import { asCard } from '@/components/admin/backups/contract';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { host, listAudit, verifyAudit } from '@/lib/backup/server';

const MIRRORS = 20;

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Partial<Record<string, string | string[]>>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('watch.audit.title') }) };
}

/** Who did what from where, and whether that was changed. */
export default async function AuditPage({ searchParams }: Props) {
  await host.requireAdminPage('view');
  const asked = await searchParams;
  const one = (key: string) => (typeof asked[key] === 'string' ? asked[key] : null);
  const before = Number(one('before')) || null;
  const filter = { act: one('act'), actor: one('actor'), from: one('from'), until: one('until') };
  const [page, verdict] = await told(
    Promise.all([listAudit({ ...filter, before }), verifyAudit({ mirrors: MIRRORS })]),
  );
  if (!page.ok) return <UnavailablePage error={page.error} />;
  return <AuditScreen page={page.value} verdict={asCard(verdict)} before={before} />;
}
