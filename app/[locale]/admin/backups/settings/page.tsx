import type { Metadata } from 'next';
import { asCard } from '@/components/admin/backups/contract';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { NotifySection } from '@/components/admin/backups/notify/notify-section';
import { SettingsScreen } from '@/components/admin/backups/settings/settings-screen';
import { getNotifications, getPolicy, host, planPrune } from '@/lib/backup/server';
import { applyPruneAction } from '../_actions/apply-prune';
import { savePolicyAction } from '../_actions/save-policy';
import { sendTestNoticeAction } from '../_actions/send-test-notice';

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('policy.pageTitle') }) };
}

/** The policy, and what it lets go. */
export default async function SettingsPage() {
  const { id } = await host.requireAdminPage('view');
  const [view, plan, notifications] = await told(Promise.all([getPolicy(), planPrune(id), getNotifications()]));
  return (
    <SettingsScreen
      view={view}
      plan={asCard(plan)}
      actions={{ savePolicy: savePolicyAction, applyPrune: applyPruneAction }}
    >
      <NotifySection card={asCard(notifications)} sendTest={sendTestNoticeAction} />
    </SettingsScreen>
  );
}
