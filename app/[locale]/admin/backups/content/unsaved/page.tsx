import { ContentFrame } from '@/components/admin/backups/content/content-frame';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { DiffBody } from '@/components/admin/backups/content/diff-body';
import { UnsavedForm } from '@/components/admin/backups/content/unsaved-form';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { getContentDiff, host, pathToken } from '@/lib/backup/server';
import { contentActions } from '../../content-actions';
import { contentStatus } from '../../content-status';
import { titled } from '../page-parts';

export const generateMetadata = titled('content.unsaved');

export default async function UnsavedPage({ params }: { params: Promise<{ locale: string }> }) {
  await host.requireAdminPage('view');
  const { locale } = await params;
  const [status, diff] = await Promise.all([contentStatus(), getContentDiff({})]);
  if (!status.ok) return <ContentUnavailable error={status.error} />;
  const { head, unsaved } = status.value;
  return (
    <ContentFrame status={status.value} tab="unsaved" actions={contentActions}>
      <UnsavedForm status={status.value} actions={contentActions} />
      {diff.ok && unsaved.length > 0 ? (
        <DiffBody
          diff={diff.value}
          words={serverWords(locale)}
          locale={locale}
          token={pathToken}
          whole={({ path }) => `/admin/backups/content/files/${pathToken(path)}?from=${head}&all=1`}
        />
      ) : null}
    </ContentFrame>
  );
}
