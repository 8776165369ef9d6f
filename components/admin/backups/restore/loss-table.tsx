'use client';

import { TriangleAlert } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { RestorePlanView, RestoreTableView } from '../contract';
import { tableName } from '../format/table-name';
import { useFormat } from '../format/use-format';
import { WideTable } from '../ui/wide-table';
import { consequences, difference, isChanged } from './table-changes';

const FIRST = 12;

function LossRow({ table, plan }: { table: RestoreTableView; plan: RestorePlanView }) {
  const format = useFormat();
  const count = (rows: number | null) =>
    rows === null ? <span className="bk-dash">–</span> : <bdi>{format.number(rows)}</bdi>;
  const changed = isChanged(table);
  const { text, loses } = difference(table, format);
  const meaning = consequences(table, plan, format);
  return (
    <>
      <tr className={meaning.length > 0 ? 'bk-noline' : undefined}>
        <td>
          <bdi className="bk-mono bk-name">{tableName(table)}</bdi>
        </td>
        <td className="bk-num c-now">{count(table.now)}</td>
        <td className="bk-num c-backup">{count(table.after)}</td>
        <td className="bk-num">
          {changed ? (
            <bdi className={loses ? 'bk-lose' : undefined}>{text}</bdi>
          ) : (
            <span className="bk-dash">{format.words('backup.same')}</span>
          )}
        </td>
      </tr>
      {meaning.length > 0 ? (
        <tr className="bk-meaning">
          <td colSpan={4}>
            {meaning.map((line) => (
              <span className="bk-why bk-meaning-line" key={line}>
                <TriangleAlert className="bk-warn" size={14} strokeWidth={2} aria-hidden="true" />
                <bdi>{line}</bdi>
              </span>
            ))}
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** What changes per table, by rows lost; the tables that stay the same are counted, and shown when asked for. */
export function LossTable({ plan }: { plan: RestorePlanView }) {
  const { words, number } = useFormat();
  const [all, setAll] = useState(false);
  const changed = plan.tables.filter(isChanged);
  const shown = all ? plan.tables : changed.slice(0, FIRST);
  const rest = plan.tables.length - changed.length;
  return (
    <>
      {shown.length > 0 ? (
        <WideTable label={words('restore.lost.caption')}>
          <table className="bk-t bk-loss" data-dense="">
            <caption className="bk-sr">{words('restore.lost.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{words('restore.lost.table')}</th>
                <th scope="col" className="bk-num c-now">
                  {words('restore.lost.now')}
                </th>
                <th scope="col" className="bk-num c-backup">
                  {words('restore.lost.inBackup')}
                </th>
                <th scope="col" className="bk-num">
                  {words('restore.lost.difference')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((table) => (
                <Fragment key={tableName(table)}>
                  <LossRow table={table} plan={plan} />
                </Fragment>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
      <div className="bk-foot">
        <span>
          {changed.length === 0
            ? words('restore.lost.allSame')
            : rest > 0
              ? words('restore.lost.others', { n: rest })
              : words('backup.shown', { shown: number(shown.length), total: number(plan.tables.length) })}
        </span>
        {all || plan.tables.length > shown.length ? (
          <button type="button" className="bk-text-btn bk-nw" onClick={() => setAll(!all)}>
            {all ? words('backup.showFewer') : words('backup.showAll', { n: number(plan.tables.length) })}
          </button>
        ) : null}
      </div>
    </>
  );
}
