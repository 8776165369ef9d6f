import { notFound } from 'next/navigation';
import { filePage } from '@/components/admin/backups/content/addresses';
import { ContentDetail } from '@/components/admin/backups/content/content-detail';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { DiffBody } from '@/components/admin/backups/content/diff-body';
import { FilePoints } from '@/components/admin/backups/content/file-points';
import { FileView } from '@/components/admin/backups/content/file-view';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { getContentDiff, getContentFile, getFileHistory, host, pathToken, readPathToken } from '@/lib/backup/server';
import { one, type Query, titled } from '../../page-parts';

export const generateMetadata = titled('content.fileTitle');

interface Props {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Query;
}

export default async function FilePage({ params, searchParams }: Props) {
  await host.requireAdminPage('view');
  const { locale, token } = await params;
  const path = readPathToken(token);
  if (path === null) notFound();
  const query = await searchParams;
  const [at, from, to, before] = [one(query.at), one(query.from), one(query.to), one(query.before)];
  const words = serverWords(locale);
  const history = await getFileHistory({ path, before });
  if (!history.ok) return <ContentUnavailable error={await told(history.error)} />;
  const file = at ? await getContentFile({ path, sha: at }) : null;
  const diff = from ? await getContentDiff({ from, to, path, showAll: one(query.all) !== undefined }) : null;
  if (file && !file.ok) return <ContentUnavailable error={await told(file.error)} />;
  if (diff && !diff.ok) return <ContentUnavailable error={await told(diff.error)} />;
  const whole = filePage(token, `?from=${from}${to ? `&to=${to}` : ''}&all=1`);
  return (
    <ContentDetail here={path} title={path} reason={words('content.fileText')}>
      {file ? <FileView file={file.value} token={token} words={words} locale={locale} /> : null}
      {diff ? <DiffBody diff={diff.value} words={words} locale={locale} token={pathToken} whole={() => whole} /> : null}
      <FilePoints history={history.value} token={token} tokenOf={pathToken} words={words} />
    </ContentDetail>
  );
}
