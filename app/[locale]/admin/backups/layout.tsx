import '@/components/admin/backups/styles/tokens.css';
import '@/components/admin/backups/styles/base.css';
import '@/components/admin/backups/styles/frame.css';
import '@/components/admin/backups/styles/lead.css';
import '@/components/admin/backups/styles/controls.css';
import '@/components/admin/backups/styles/popups.css';
import '@/components/admin/backups/styles/status.css';
import '@/components/admin/backups/styles/tables.css';
import '@/components/admin/backups/styles/history.css';
import '@/components/admin/backups/styles/facts.css';
import '@/components/admin/backups/styles/run.css';
import '@/components/admin/backups/styles/recovery.css';
import '@/components/admin/backups/styles/restore.css';
import '@/components/admin/backups/styles/gate.css';
import '@/components/admin/backups/styles/content.css';
import '@/components/admin/backups/styles/diff.css';
import '@/components/admin/backups/styles/state.css';
import '@/components/admin/backups/styles/watch.css';
import '@/components/admin/backups/styles/pick.css';
import '@/components/admin/backups/styles/markdown.css';
import '@/components/admin/backups/styles/settings.css';
import '@/components/admin/backups/styles/storage.css';
import '@/components/admin/backups/styles/keys.css';
import '@/components/admin/backups/styles/game-day.css';
import '@/components/admin/backups/styles/readiness.css';
import '@/components/admin/backups/styles/architecture.css';
import '@/components/admin/backups/styles/runbook.css';
import type { ReactNode } from 'react';
import { loadMessages } from '@/components/admin/backups/messages/load-messages';
import { Shell } from '@/components/admin/backups/shell/shell';
import { host } from '@/lib/backup/server';
import { contentStatus } from './content-status';

interface Props {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export default async function BackupsLayout({ children, params }: Props) {
  await host.requireAdminPage('view');
  const { locale } = await params;
  return (
    <Shell locale={locale} messages={loadMessages(locale)} contentNeedsLook={contentNeedsLook()}>
      {children}
    </Shell>
  );
}

/** Where it cannot be read, the page of the content says so itself. Newer commits on the remote are no damage. */
async function contentNeedsLook(): Promise<boolean> {
  const status = await contentStatus().catch(() => null);
  if (!status?.ok) return false;
  const { incidents, conditions } = status.value;
  return (
    incidents.some(({ recovered }) => !recovered) ||
    conditions.some(({ code, mend }) => mend !== null && code !== 'behind')
  );
}
