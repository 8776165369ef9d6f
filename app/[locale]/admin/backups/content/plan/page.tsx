import { notFound } from 'next/navigation';
import { shortSha } from '@/components/admin/backups/content/addresses';
import { ContentDetail } from '@/components/admin/backups/content/content-detail';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { DiffBody } from '@/components/admin/backups/content/diff-body';
import { PlanFindings } from '@/components/admin/backups/content/plan-findings';
import { PlanGate } from '@/components/admin/backups/content/plan-gate';
import { serverWords } from '@/components/admin/backups/messages/load-messages';
import { told } from '@/components/admin/backups/messages/texts/told';
import { host, pathToken, planContentAct } from '@/lib/backup/server';
import { contentActions } from '../../content-actions';
import { type Query, titled } from '../page-parts';
import { readAct } from './read-act';
import { toldPlan } from './told-plan';

export const generateMetadata = titled('content.planTitle');

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Query;
}

export default async function PlanPage({ params, searchParams }: Props) {
  const { id } = await host.requireAdminPage('content');
  const act = readAct(await searchParams);
  if (!act) notFound();
  const planned = await planContentAct(act, { id });
  if (!planned.ok) return <ContentUnavailable error={await told(planned.error)} />;
  const { locale } = await params;
  const words = serverWords(locale);
  const plan = await toldPlan(planned.value);
  const { token, kind, confirmCount, sha } = plan;
  // Files that are given the state of a commit can be seen in it.
  const diff = kind === 'restore' || kind === 'restore-all' ? { ...plan.diff, to: sha } : plan.diff;
  const files = diff.files.length + diff.moreFiles;
  const whole = (path: string) =>
    `/admin/backups/content/files/${pathToken(path)}?from=${diff.from ?? sha}&to=${sha}&all=1`;
  return (
    <ContentDetail
      here={shortSha(sha)}
      mark={token === null ? 'warn' : 'plan'}
      title={token === null ? words(`content.refused-${kind}`) : words(`content.plan-${kind}`, { n: files })}
      reason={token === null ? words('content.planRefused') : words('content.planText')}
    >
      <PlanFindings plan={plan} words={words} token={pathToken} />
      <PlanGate plan={{ token, kind, confirmCount, files }} applyContent={contentActions.applyContent} />
      {files > 0 ? (
        <DiffBody diff={diff} words={words} locale={locale} token={pathToken} whole={({ path }) => whole(path)} />
      ) : null}
    </ContentDetail>
  );
}
