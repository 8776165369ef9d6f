'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { SeedPreviewView } from '@/lib/backup';
import { tableName } from '../format/table-name';
import { useFormat } from '../format/use-format';
import { Note } from '../ui/note';
import { WideTable } from '../ui/wide-table';

const FIRST = 12;

/** What seeding now would do, table by table: tables that are not empty come first. */
export function SeedPreview({ preview }: { preview: SeedPreviewView }) {
  const format = useFormat();
  const { words } = format;
  const [all, setAll] = useState(false);
  const { does, adds, nonEmpty } = preview;
  const tables = preview.tables.toSorted(
    (left, right) => Number(right.rows > 0) - Number(left.rows > 0) || right.adds - left.adds,
  );
  const shown = all ? tables : tables.slice(0, FIRST);
  return (
    <section className="bk-sec" aria-labelledby="bk-would">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-would">
          {words('state.seed.would')}
        </h2>
        {does === 'fill' ? <span className="bk-3">{words('state.seed.adds', { n: adds })}</span> : null}
      </div>
      {does === 'fill' ? (
        <>
          {nonEmpty > 0 ? (
            <Note tone="warn" icon={TriangleAlert} title={words('state.seed.nonEmpty', { n: nonEmpty })}>
              {words('state.seed.nonEmptyText')}
            </Note>
          ) : null}
          <WideTable label={words('state.table', { name: words('state.seed.would') })}>
            <table className="bk-t" data-dense="">
              <caption className="bk-sr">{words('state.seed.would')}</caption>
              <thead>
                <tr>
                  <th scope="col">{words('backup.table')}</th>
                  <th scope="col" className="bk-num">
                    {words('state.seed.rowsNow')}
                  </th>
                  <th scope="col" className="bk-num">
                    {words('state.seed.rowsAdded')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((table) => (
                  <tr key={`${table.schema}.${table.name}`}>
                    <td>
                      <bdi className="bk-mono bk-name">{tableName(table)}</bdi>
                    </td>
                    <td className="bk-num">
                      <bdi className={table.rows > 0 ? 'bk-warn' : undefined}>{format.number(table.rows)}</bdi>
                    </td>
                    <td className="bk-num">
                      <bdi>+{format.number(table.adds)}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
          {tables.length > FIRST ? (
            <div className="bk-foot">
              <span />
              <button type="button" className="bk-text-btn bk-nw" onClick={() => setAll(!all)}>
                {all ? words('backup.showFewer') : words('backup.showAll', { n: format.number(tables.length) })}
              </button>
            </div>
          ) : null}
        </>
      ) : (
        <Note tone="plain" icon={CircleCheck} title={words(`state.seed.${does}Heading`)}>
          {words(`state.seed.${does}Means`)}
        </Note>
      )}
    </section>
  );
}
