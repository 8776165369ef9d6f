import { notFound } from 'next/navigation';
import { commitPage, filePage, planPage, shortSha } from '@/components/admin/backups/content/addresses';
import { ContentDetail } from '@/components/admin/backups/content/content-detail';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { Counts } from '@/components/admin/backups/content/counts';
import { DiffBody } from '@/components/admin/backups/content/diff-body';
import { Foreign } from '@/components/admin/backups/content/foreign';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { ButtonLink } from '@/components/admin/backups/ui/link';
import { Time } from '@/components/admin/backups/ui/time';
import { getContentDiff, host, pathToken } from '@/lib/backup/server';
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
  if (!diff.ok) return <ContentUnavailable error={diff.error} />;
  const words = serverWords(locale);
  const { commit, counts, merge } = diff.value;
  return (
    <ContentDetail
      here={shortSha(sha)}
      title={commit?.subject || shortSha(sha)}
      reason={
        <>
          {commit ? (
            <>
              <Foreign text={commit.author.name} />, <Time at={commit.at} clock />{' '}
            </>
          ) : null}
          <Counts counts={counts} words={words} locale={locale} /> {merge ? words('content.merge') : null}
        </>
      }
      actions={<ButtonLink href={planPage('revert', sha)}>{words('content.revertThis')}</ButtonLink>}
    >
      {commit?.body ? (
        <p className="bk-lead-note bk-2">
          <Foreign text={commit.body} />
        </p>
      ) : null}
      <DiffBody
        diff={diff.value}
        words={words}
        locale={locale}
        whole={() => `${commitPage(sha)}?all=1`}
        fileActions={({ path, kind }) => (
          <>
            <ButtonLink data-s="sm" href={filePage(pathToken(path))} prefetch={false}>
              {words('content.viewFile')}
            </ButtonLink>
            {kind === 'deleted' ? null : (
              <ButtonLink data-s="sm" href={planPage('restore', sha, [pathToken(path)])} prefetch={false}>
                {words('content.restoreFile')}
              </ButtonLink>
            )}
          </>
        )}
      />
    </ContentDetail>
  );
}
