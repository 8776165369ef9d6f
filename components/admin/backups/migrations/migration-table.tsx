'use client';

import { Check, CircleAlert, CircleDashed, CircleX, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { MigrationsView } from '../contract';
import { useFormat } from '../format/use-format';
import { WideTable } from '../ui/wide-table';

type Row = MigrationsView['rows'][number];

const FIRST = 12;
const SIGNS: Record<Row['state'], { icon: LucideIcon; tone: string }> = {
  applied: { icon: Check, tone: 'bk-ok' },
  pending: { icon: CircleDashed, tone: 'bk-warn' },
  unknown: { icon: CircleAlert, tone: 'bk-warn' },
  changed: { icon: CircleX, tone: 'bk-bad' },
};

/** Newest first, what does not agree before what does. */
function order(rows: Row[]): Row[] {
  return rows
    .toReversed()
    .toSorted((left, right) => Number(left.state === 'applied') - Number(right.state === 'applied'));
}

export function MigrationTable({ migrations }: { migrations: MigrationsView }) {
  const format = useFormat();
  const { words } = format;
  const [all, setAll] = useState(false);
  const rows = order(migrations.rows);
  const shown = all ? rows : rows.slice(0, FIRST);
  const summary = { applied: format.number(migrations.applied), journal: format.number(migrations.journal) };
  return (
    <section aria-labelledby="bk-migrations">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-migrations">
          {words('migrations.heading')}
        </h2>
        <span className="bk-3">{words('migrations.summary', summary)}</span>
      </div>
      <WideTable label={words('migrations.caption')}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('migrations.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('migrations.name')}</th>
              <th scope="col" className="bk-digest">
                {words('migrations.hash')}
              </th>
              <th scope="col">{words('migrations.appliedAt')}</th>
              <th scope="col">{words('migrations.state')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const { icon: Icon, tone } = SIGNS[row.state];
              return (
                <tr key={`${row.tag ?? ''} ${row.hash}`}>
                  <td>
                    {row.tag ? (
                      <bdi className="bk-mono bk-name">{row.tag}</bdi>
                    ) : (
                      <span className="bk-3">{words('migrations.noName')}</span>
                    )}
                  </td>
                  <td className="bk-digest">
                    <bdi className="bk-mono bk-3" title={row.hash}>
                      {row.hash ? row.hash.slice(0, 8) : words('migrations.noHash')}
                    </bdi>
                  </td>
                  <td>
                    {row.appliedAt ? <bdi>{format.date(row.appliedAt)}</bdi> : <span className="bk-dash">–</span>}
                  </td>
                  <td>
                    <span className="bk-st" data-quiet="">
                      <Icon className={tone} size={14} strokeWidth={2} aria-hidden="true" />
                      {words(`migrations.states.${row.state}`)}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </WideTable>
      <div className="bk-foot">
        <span>{words('migrations.compared')}</span>
        {rows.length > FIRST ? (
          <button type="button" className="bk-text-btn bk-nw" onClick={() => setAll(!all)}>
            {all ? words('backup.showFewer') : words('backup.showAll', { n: format.number(rows.length) })}
          </button>
        ) : null}
      </div>
    </section>
  );
}
