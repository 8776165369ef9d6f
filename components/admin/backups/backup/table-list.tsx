'use client';

import { Check, Minus, X } from 'lucide-react';
import type { BackupView, TableView } from '../contract';
import { tableName } from '../format/table-name';
import { type Format, useFormat } from '../format/use-format';
import { useFirstRows } from '../ui/use-first-rows';
import { WideTable } from '../ui/wide-table';
import { short } from './backup-facts';

function order(tables: TableView[]): TableView[] {
  const rank = (table: TableView) => (table.same === false ? 0 : 1);
  return tables.toSorted((left, right) => rank(left) - rank(right) || right.rows - left.rows);
}

function Result({ same, format }: { same: boolean | null; format: Format }) {
  const [Icon, tone, key] =
    same === null
      ? ([Minus, 'bk-mute', 'backup.notCompared'] as const)
      : same
        ? ([Check, 'bk-ok', 'backup.same'] as const)
        : ([X, 'bk-bad', 'backup.different'] as const);
  return (
    <span className="bk-st" data-quiet="">
      <Icon className={tone} size={14} strokeWidth={2} aria-hidden="true" />
      {format.words(key)}
    </span>
  );
}

function Summary({ tables, format }: { tables: TableView[]; format: Format }) {
  const compared = tables.some(({ same }) => same !== null);
  const count = (same: boolean) => format.number(tables.filter((table) => table.same === same).length);
  return (
    <span className="bk-3">
      {compared
        ? format.words('backup.tablesMatch', { same: count(true), different: count(false) })
        : format.words('backup.tablesNotCompared', { n: tables.length })}
    </span>
  );
}

/** Every table with its rows and fingerprint beside the restored copy: what differs first, then the largest. */
export function TableList({ backup }: { backup: BackupView }) {
  const format = useFormat();
  const { words } = format;
  const tables = order(backup.tables);
  const compared = tables.some(({ same }) => same !== null);
  const { shown, foot } = useFirstRows(tables);
  return (
    <section className="bk-sec" aria-labelledby="bk-tables">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-tables">
          {words('backup.tables')}
        </h2>
        <Summary tables={tables} format={format} />
      </div>
      {backup.scope.kind === 'schema' ? <p className="bk-2">{words('backup.noTables')}</p> : null}
      <WideTable label={words(compared ? 'backup.tablesCaption' : 'backup.tablesCaptionPlain')}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words(compared ? 'backup.tablesCaption' : 'backup.tablesCaptionPlain')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('backup.table')}</th>
              <th scope="col" className="bk-num">
                {words('backup.inBackup')}
              </th>
              {compared ? (
                <th scope="col" className="bk-num">
                  {words('backup.restored')}
                </th>
              ) : null}
              <th scope="col" className="bk-digest">
                {words('backup.fingerprint')}
              </th>
              <th scope="col">{words('backup.result')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((table) => (
              <tr key={`${table.schema}.${table.name}`}>
                <td>
                  <bdi className="bk-mono bk-name">{tableName(table)}</bdi>
                </td>
                <td className="bk-num">{format.number(table.rows)}</td>
                {compared ? (
                  <td className="bk-num">{table.restoredRows === null ? '–' : format.number(table.restoredRows)}</td>
                ) : null}
                <td className="bk-digest">
                  <bdi className="bk-mono bk-3" title={table.digest}>
                    {short(table.digest)}
                  </bdi>
                </td>
                <td>
                  <Result same={table.same} format={format} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {foot}
    </section>
  );
}
