import { ContentFrame } from '@/components/admin/backups/content/content-frame';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { DeletedList } from '@/components/admin/backups/content/deleted-list';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getDeletedFiles, host, pathToken } from '@/lib/backup/server';
import { contentActions } from '../../content-actions';
import { contentStatus } from '../../content-status';
import { one, type Query, titled } from '../page-parts';

export const generateMetadata = titled('content.deletedFiles');

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Query;
}

export default async function DeletedPage({ params, searchParams }: Props) {
  await host.requireAdminPage('view');
  const before = one((await searchParams).before);
  const [status, deleted] = await Promise.all([contentStatus(), getDeletedFiles({ before })]);
  if (!status.ok) return <ContentUnavailable error={status.error} />;
  if (!deleted.ok) return <ContentUnavailable error={await told(deleted.error)} />;
  return (
    <ContentFrame status={status.value} tab="deleted" actions={contentActions}>
      <DeletedList
        deleted={deleted.value}
        token={pathToken}
        words={serverWords((await params).locale)}
        pickContent={contentActions.pickContent}
      />
    </ContentFrame>
  );
}
