import { notFound } from 'next/navigation';
import { CommitScreen } from '@/components/admin/backups/content/commit-screen';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getContentDiff, host, pathToken } from '@/lib/backup/server';
import { contentActions } from '../../../content-actions';
import { one, type Query, titled } from '../../page-parts';

export const generateMetadata = titled('content.history');

interface Props {
  params: Promise<{ locale: string; sha: string }>;
  searchParams: Query;
}

export default async function CommitPage({ params, searchParams }: Props) {
  await host.requireAdminPage('view');
  const { locale, sha } = await params;
  if (!/^[0-9a-f]{40}$/.test(sha)) notFound();
  const showAll = one((await searchParams).all) !== undefined;
  const diff = await getContentDiff({ sha, showAll });
  if (!diff.ok) return <ContentUnavailable error={await told(diff.error)} />;
  return (
    <CommitScreen
      sha={sha}
      diff={diff.value}
      words={serverWords(locale)}
      locale={locale}
      token={pathToken}
      pickContent={contentActions.pickContent}
    />
  );
}
