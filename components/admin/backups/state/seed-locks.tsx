'use client';

import { LockOpen } from 'lucide-react';
import type { SeedStateView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import { Empty } from '../ui/empty';
import { type Sign, StatusWord } from '../ui/status-word';
import { WideTable } from '../ui/wide-table';

const SIGNS: Record<SeedStateView['locks'][number]['state'], Sign> = {
  working: 'ok',
  idle: 'warn',
  waiting: 'mute',
  hidden: 'mute',
};

/** Who holds the seed's lock and who waits for it, as the server sees its sessions. */
export function SeedLocks({ locks }: { locks: SeedStateView['locks'] }) {
  const format = useFormat();
  const { words } = format;
  const dash = <span className="bk-dash">–</span>;
  return (
    <section className="bk-sec-first" aria-labelledby="bk-locks">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-locks">
          {words('state.seed.lock')}
        </h2>
        <span className="bk-3">{words('state.seed.lockNumber')}</span>
      </div>
      {locks.length === 0 ? (
        <Empty icon={LockOpen}>{words('state.seed.noLock')}</Empty>
      ) : (
        <WideTable label={words('state.table', { name: words('state.seed.lock') })}>
          <table className="bk-t" data-dense="">
            <caption className="bk-sr">{words('state.seed.lock')}</caption>
            <thead>
              <tr>
                <th scope="col">{words('state.seed.session')}</th>
                <th scope="col">{words('state.seed.who')}</th>
                <th scope="col" className="bk-hide-s">
                  {words('state.seed.client')}
                </th>
                <th scope="col" className="bk-hide-s">
                  {words('state.seed.since')}
                </th>
                <th scope="col">{words('migrations.state')}</th>
              </tr>
            </thead>
            <tbody>
              {locks.map((lock) => (
                <tr key={lock.pid}>
                  <td>
                    <bdi className="bk-mono">{lock.pid}</bdi>
                  </td>
                  <td>
                    <bdi>{[lock.application, lock.user].filter(Boolean).join(' · ') || '–'}</bdi>
                  </td>
                  <td className="bk-hide-s">{lock.client ? <bdi className="bk-mono">{lock.client}</bdi> : dash}</td>
                  <td className="bk-hide-s">{lock.since ? <bdi>{format.full(lock.since)}</bdi> : dash}</td>
                  <td>
                    <StatusWord sign={SIGNS[lock.state]}>{words(`state.seed.locks.${lock.state}`)}</StatusWord>
                    {lock.state === 'idle' ? (
                      <span className="bk-why">{words('state.seed.idleText', { pid: String(lock.pid) })}</span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  );
}
