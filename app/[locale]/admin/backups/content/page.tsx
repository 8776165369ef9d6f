import { ContentFrame } from '@/components/admin/backups/content/content-frame';
import { ContentUnavailable } from '@/components/admin/backups/content/content-unavailable';
import { HistoryList } from '@/components/admin/backups/content/history-list';
import { told } from '@/components/admin/backups/messages/texts/told';
import { findItems, getContentHistory, host, pathToken } from '@/lib/backup/server';
import { contentActions } from '../content-actions';
import { contentStatus } from '../content-status';
import { one, type Query, titled } from './page-parts';

export const generateMetadata = titled('content.nav');

export default async function ContentPage({ searchParams }: { searchParams: Query }) {
  await host.requireAdminPage('view');
  const query = await searchParams;
  const filters = {
    path: one(query.path),
    author: one(query.author),
    since: one(query.since),
    until: one(query.until),
  };
  const before = one(query.before);
  const [status, history, found] = await Promise.all([
    contentStatus(),
    getContentHistory({ filters, before }),
    before ? null : findItems({ text: filters.path ?? '' }),
  ]);
  if (!status.ok) return <ContentUnavailable error={status.error} />;
  if (!history.ok) return <ContentUnavailable error={await told(history.error)} />;
  const done = /^[0-9a-f]{40}$/.exec(one(query.done) ?? '')?.[0] ?? null;
  return (
    <ContentFrame
      status={status.value}
      tab="history"
      done={done}
      local={one(query.local) !== undefined}
      actions={contentActions}
    >
      <HistoryList
        history={history.value}
        found={found?.ok ? found.value.map((item) => ({ ...item, token: pathToken(item.path) })) : []}
        before={before ?? null}
        done={done}
      />
    </ContentFrame>
  );
}
