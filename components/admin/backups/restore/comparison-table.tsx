'use client';

import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { RestoreResultView } from '../contract';
import { tableName } from '../format/table-name';
import { type Format, useFormat } from '../format/use-format';
import { WideTable } from '../ui/wide-table';

type Compared = NonNullable<RestoreResultView['compared']>['tables'][number];
type Shown = 'all' | 'changed' | 'differ';

const FIRST = 12;
const FILTERS: Record<Shown, (table: Compared) => boolean> = {
  all: () => true,
  changed: ({ before, actual }) => before !== actual,
  differ: ({ same }) => !same,
};

function order(tables: Compared[]): Compared[] {
  const rank = ({ same }: Compared) => (same ? 1 : 0);
  return tables.toSorted((left, right) => rank(left) - rank(right) || right.expected - left.expected);
}

function Row({ table, format }: { table: Compared; format: Format }) {
  const Icon = table.same ? Check : X;
  const count = (rows: number | null) => (rows === null ? <span className="bk-dash">–</span> : format.number(rows));
  return (
    <tr>
      <td>
        <bdi className="bk-mono bk-name">{tableName(table)}</bdi>
      </td>
      <td className="bk-num bk-3 c-now">{count(table.before)}</td>
      <td className="bk-num">{count(table.expected)}</td>
      <td className="bk-num">{count(table.actual)}</td>
      <td>
        <span className="bk-st" data-quiet="">
          <Icon className={table.same ? 'bk-ok' : 'bk-bad'} size={14} strokeWidth={2} aria-hidden="true" />
          {format.words(table.same ? 'backup.same' : 'backup.different')}
        </span>
      </td>
    </tr>
  );
}

/** The comparison that decided: rows before, in the backup and restored; what differs first, then the largest. */
export function ComparisonTable({ tables }: { tables: Compared[] }) {
  const format = useFormat();
  const { words } = format;
  const ordered = order(tables);
  const differing = tables.filter(FILTERS.differ).length;
  const [shown, setShown] = useState<Shown>('all');
  const [all, setAll] = useState(false);
  const matching = ordered.filter(FILTERS[shown]);
  const rows = all ? matching : matching.slice(0, FIRST);
  const heads = [
    { key: 'before', text: words('result.before'), look: 'bk-num c-now' },
    { key: 'expected', text: words('restore.lost.inBackup'), look: 'bk-num' },
    { key: 'actual', text: words('result.restored'), look: 'bk-num' },
    { key: 'result', text: words('backup.result'), look: undefined },
  ];
  return (
    <section aria-labelledby="bk-compared">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-compared">
          {words('result.tables')}
        </h2>
        <span className="bk-3">
          {words('result.summary', {
            same: format.number(tables.length - differing),
            different: format.number(differing),
          })}
        </span>
        <fieldset className="bk-end bk-seg">
          <legend className="bk-sr">{words('result.show')}</legend>
          {(['all', 'changed', 'differ'] as const).map((filter) => (
            <button type="button" key={filter} aria-pressed={shown === filter} onClick={() => setShown(filter)}>
              {words(`result.${filter}`, { n: format.number(tables.filter(FILTERS[filter]).length) })}
            </button>
          ))}
        </fieldset>
      </div>
      <WideTable label={words('result.caption')}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('result.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('backup.table')}</th>
              {heads.map(({ key, text, look }) => (
                <th scope="col" className={look} key={key}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((table) => (
              <Row key={tableName(table)} table={table} format={format} />
            ))}
          </tbody>
        </table>
      </WideTable>
      <div className="bk-foot">
        <span role="status">
          {rows.length === 0
            ? words('result.nothingShown')
            : words('backup.shown', { shown: format.number(rows.length), total: format.number(tables.length) })}
        </span>
        {matching.length > FIRST ? (
          <button type="button" className="bk-text-btn bk-nw" onClick={() => setAll(!all)}>
            {all ? words('backup.showFewer') : words('backup.showAll', { n: format.number(matching.length) })}
          </button>
        ) : null}
      </div>
    </section>
  );
}
