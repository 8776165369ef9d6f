'use client';

import type { RestorePlanView } from '../contract';
import { tableName } from '../format/table-name';
import { useFormat } from '../format/use-format';
import { Figures } from '../ui/figures';
import { useFirstRows } from '../ui/use-first-rows';
import { WideTable } from '../ui/wide-table';

/** What the restored tables will hold, where nothing live is compared with them. */
export function HoldsSection({ plan }: { plan: RestorePlanView }) {
  const format = useFormat();
  const { words } = format;
  const tables = plan.tables.toSorted((left, right) => (right.after ?? 0) - (left.after ?? 0));
  const { shown, foot } = useFirstRows(tables);
  const rows = tables.reduce((sum, { after }) => sum + (after ?? 0), 0);
  return (
    <section className="bk-sec" aria-labelledby="bk-holds">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-holds">
          {words('restore.holds.heading')}
        </h2>
      </div>
      <Figures
        figures={[
          { value: words('count.tables', { n: tables.length }), name: words('restore.holds.tables') },
          { value: words('count.rows', { n: rows }), name: words('restore.holds.rows') },
          { value: format.duration(plan.lostMs), name: words('restore.holds.age') },
        ]}
      />
      <WideTable label={words('backup.tablesCaptionPlain')}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('backup.tablesCaptionPlain')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('restore.lost.table')}</th>
              <th scope="col" className="bk-num">
                {words('restore.lost.inBackup')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((table) => (
              <tr key={tableName(table)}>
                <td>
                  <bdi className="bk-mono bk-name">{tableName(table)}</bdi>
                </td>
                <td className="bk-num">{table.after === null ? '–' : format.number(table.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {foot}
    </section>
  );
}
