'use client';

import type { DatabaseStateView } from '@/lib/backup';
import { tableName } from '../format/table-name';
import { type Format, useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { WideTable } from '../ui/wide-table';

/** "+12", "−3", a dash where one of the points did not count the table. */
function growthWords(before: number | null, after: number | null, format: Format): string {
  if (before === null || after === null) return '–';
  const by = after - before;
  const sign = by > 0 ? '+' : by < 0 ? '−' : '';
  return `${sign}${format.number(Math.abs(by))}`;
}

function Points({ growth, format }: Pick<DatabaseStateView, 'growth'> & { format: Format }) {
  const { from, to } = growth;
  const { words } = format;
  if (!from || !to) return <span className="bk-3">{words('state.database.noGrowth')}</span>;
  return (
    <span className="bk-3">
      {words('state.database.growthBetween', { from: format.date(from.at), to: format.date(to.at) })}{' '}
      <Link className="bk-link" href={`/admin/backups/compare?one=${from.id}&other=${to.id}`} prefetch={false}>
        {words('state.database.compareThem')}
      </Link>
    </span>
  );
}

/** The largest tables, and by how many rows they grew between two recovery points. */
export function LargestTables({ growth }: Pick<DatabaseStateView, 'growth'>) {
  const format = useFormat();
  const { words } = format;
  return (
    <section className="bk-sec" aria-labelledby="bk-largest">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-largest">
          {words('state.database.largest')}
        </h2>
        <Points growth={growth} format={format} />
      </div>
      <WideTable label={words('state.table', { name: words('state.database.largest') })}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('state.database.largest')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('backup.table')}</th>
              <th scope="col" className="bk-num">
                {words('state.migrations.size')}
              </th>
              <th scope="col" className="bk-num">
                {words('state.database.rows')}
              </th>
              <th scope="col" className="bk-num">
                {words('state.database.growth')}
              </th>
            </tr>
          </thead>
          <tbody>
            {growth.tables.map((table) => (
              <tr key={`${table.schema}.${table.name}`}>
                <td>
                  <bdi className="bk-mono bk-name">{tableName(table)}</bdi>
                </td>
                <td className="bk-num">
                  <bdi>{format.bytes(table.bytes)}</bdi>
                </td>
                <td className="bk-num">
                  <bdi>{format.number(table.rowsEstimate)}</bdi>
                </td>
                <td className="bk-num">
                  <bdi>{growthWords(table.rowsFrom, table.rowsTo, format)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}
