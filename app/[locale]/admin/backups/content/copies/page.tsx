import { ContentFrame } from '@/components/admin/backups/content/content-frame';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { CopyList } from '@/components/admin/backups/content/copy-list';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getContentCopies, host, pathToken } from '@/lib/backup/server';
import { contentActions } from '../../content-actions';
import { contentStatus } from '../../content-status';
import { titled } from '../page-parts';

export const generateMetadata = titled('recovery.copies.title');

export default async function CopiesPage() {
  await host.requireAdminPage('view');
  const [status, copies] = await Promise.all([contentStatus(), told(getContentCopies())]);
  if (!status.ok) return <ContentUnavailable error={status.error} />;
  if (!copies.ok) return <ContentUnavailable error={copies.error} />;
  return (
    <ContentFrame status={status.value} tab="copies" actions={contentActions}>
      <CopyList copies={copies.value.map((copy) => ({ ...copy, token: pathToken(copy.path) }))} />
    </ContentFrame>
  );
}
