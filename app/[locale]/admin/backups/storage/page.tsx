import type { Metadata } from 'next';
import { KeysSection } from '@/components/admin/backups/keys/keys-section';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { StorageScreen } from '@/components/admin/backups/storage/storage-screen';
import { UnavailablePage } from '@/components/admin/backups/ui/unavailable-page';
import { getEncryption, getStoragePage, host } from '@/lib/backup/server';
import { copyBackupAction } from '../_actions/copy-backup';
import { testStorageAction } from '../_actions/test-storage';

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const words = serverWords((await params).locale);
  return { title: words('title.page', { state: words('storage.pageTitle') }) };
}

const actions = { copyBackup: copyBackupAction, testStorage: testStorageAction };

export default async function StoragePage() {
  await host.requireAdminPage('view');
  const [storage, encryption] = await told(Promise.all([getStoragePage(), getEncryption()]));
  if (!storage.ok) return <UnavailablePage error={storage.error} />;
  return (
    <StorageScreen storage={storage.value} actions={actions}>
      <KeysSection encryption={encryption} />
    </StorageScreen>
  );
}
