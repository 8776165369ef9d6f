'use client';

import { CircleCheck } from 'lucide-react';
import type { DatabaseStateView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import { Empty } from '../ui/empty';
import { WideTable } from '../ui/wide-table';

/** Who would keep a dump waiting, or be kept waiting behind it. */
export function BlockingSessions({ blocking, prepared }: Pick<DatabaseStateView, 'blocking' | 'prepared'>) {
  const format = useFormat();
  const { words } = format;
  const none = blocking.length === 0 && prepared.length === 0;
  return (
    <section className="bk-sec" aria-labelledby="bk-blocking">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-blocking">
          {words('state.database.blocking')}
        </h2>
      </div>
      {none ? (
        <Empty icon={CircleCheck}>{words('state.database.noBlocking')}</Empty>
      ) : (
        <WideTable label={words('state.table', { name: words('state.database.blocking') })}>
          <table className="bk-t" data-dense="">
            <caption className="bk-sr">{words('state.database.blocking')}</caption>
            <thead>
              <tr>
                <th scope="col">{words('state.seed.session')}</th>
                <th scope="col">{words('state.seed.who')}</th>
                <th scope="col" className="bk-num">
                  {words('state.database.open')}
                </th>
                <th scope="col">{words('state.database.locks')}</th>
              </tr>
            </thead>
            <tbody>
              {blocking.map(({ pid, application, user, client, seconds, locks }) => (
                <tr key={pid}>
                  <td>
                    <bdi className="bk-mono">{pid}</bdi>
                  </td>
                  <td>
                    <bdi>{[application, user, client].filter(Boolean).join(' · ') || '–'}</bdi>
                  </td>
                  <td className="bk-num">
                    <bdi>{format.duration(seconds * 1000)}</bdi>
                  </td>
                  <td>
                    {locks.length > 0 ? (
                      <bdi className="bk-mono bk-name">{locks.join(', ')}</bdi>
                    ) : (
                      <span className="bk-3">{words('state.database.noLocks')}</span>
                    )}
                  </td>
                </tr>
              ))}
              {prepared.map(({ name, since }) => (
                <tr key={name}>
                  <td>
                    <span className="bk-3">{words('state.database.prepared')}</span>
                  </td>
                  <td>
                    <bdi className="bk-mono bk-name">{name}</bdi>
                  </td>
                  <td className="bk-num">
                    <bdi>{format.ago(since)}</bdi>
                  </td>
                  <td>{words('state.database.preparedText')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      <div className="bk-foot">
        <span>{words('state.database.blockingText')}</span>
      </div>
    </section>
  );
}
