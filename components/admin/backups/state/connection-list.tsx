'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { DatabaseStateView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import { Note } from '../ui/note';
import { StatusWord } from '../ui/status-word';
import { WideTable } from '../ui/wide-table';

/** Where the database is, through what it is reached, and what to set where that does not fit a dump. Never a password. */
export function ConnectionList({ database }: { database: DatabaseStateView }) {
  const { words } = useFormat();
  const { connections } = database;
  const dumps = connections.at(-1);
  const advice = dumps && dumps.pooling.mode !== 'direct' ? dumps.pooling.mode : null;
  const provider = dumps?.provider;
  const setting = provider === 'supabase' || provider === 'neon' ? provider : 'other';
  return (
    <section className="bk-sec-first" aria-labelledby="bk-connections">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-connections">
          {words('state.database.connections')}
        </h2>
      </div>
      <WideTable label={words('state.table', { name: words('state.database.connections') })}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('state.database.connections')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('state.database.from')}</th>
              <th scope="col">{words('state.database.target')}</th>
              <th scope="col">{words('state.database.through')}</th>
              <th scope="col" className="bk-hide-s">
                {words('state.database.encrypted')}
              </th>
            </tr>
          </thead>
          <tbody>
            {connections.map(({ from, user, host, port, database: name, pooling, encrypted }) => (
              <tr key={from}>
                <td>
                  <bdi className="bk-mono">{from}</bdi>
                </td>
                <td className="bk-wide-cell">
                  <bdi className="bk-mono bk-name">{`${user}@${host}:${port}/${name}`}</bdi>
                </td>
                <td>
                  <StatusWord sign={pooling.mode === 'direct' || pooling.mode === 'session' ? 'ok' : 'warn'}>
                    {words(`state.database.modes.${pooling.mode}`)}
                  </StatusWord>
                </td>
                <td className="bk-hide-s">{words(encrypted ? 'state.database.yes' : 'state.database.no')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {advice ? (
        <Note
          tone={advice === 'session' ? 'plain' : 'warn'}
          icon={advice === 'session' ? CircleCheck : TriangleAlert}
          title={words(`state.database.advice.${advice}`)}
        >
          {words(`state.database.set.${advice === 'session' ? 'session' : setting}`)}
        </Note>
      ) : null}
    </section>
  );
}
