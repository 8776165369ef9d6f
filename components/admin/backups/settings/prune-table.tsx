'use client';

import { useState } from 'react';
import type { PrunePlanView, RetentionRowView } from '../contract';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { StatusWord } from '../ui/status-word';
import { Time } from '../ui/time';
import { WideTable } from '../ui/wide-table';
import { keepWords } from './keep-words';

const FIRST = 20;

function PruneRow({ row }: { row: RetentionRowView }) {
  const format = useFormat();
  const { words } = format;
  const goes = row.kept.length === 0;
  return (
    <tr>
      <td>
        <StatusWord sign={goes ? 'warn' : 'ok'}>
          {words(goes ? 'policy.preview.goes' : 'policy.preview.stays')}
        </StatusWord>
      </td>
      <td>
        <Link className="bk-ink-link" href={`/admin/backups/${row.id}`}>
          <Time at={row.createdAt} clock alone />
        </Link>
      </td>
      <td className="bk-num">
        <bdi>{format.bytes(row.size)}</bdi>
      </td>
      <td className="bk-2">{goes ? words('policy.preview.noRule') : keepWords(row.kept, format)}</td>
    </tr>
  );
}

/** Every backup, what goes first. */
export function PruneTable({ plan }: { plan: PrunePlanView }) {
  const { words, number } = useFormat();
  const [all, setAll] = useState(false);
  const goesFirst = plan.rows.toSorted((left, right) => Math.min(left.kept.length, 1) - Math.min(right.kept.length, 1));
  const shown = all ? goesFirst : goesFirst.slice(0, FIRST);
  if (plan.rows.length === 0) return <p className="bk-3">{words('policy.preview.none')}</p>;
  return (
    <>
      <WideTable label={words('state.table', { name: words('policy.preview.title') })}>
        <table className="bk-t bk-prune" data-dense="">
          <caption className="bk-sr">{words('policy.preview.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('policy.preview.fate')}</th>
              <th scope="col">{words('history.when')}</th>
              <th scope="col" className="bk-num">
                {words('history.size')}
              </th>
              <th scope="col">{words('policy.preview.why')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <PruneRow key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </WideTable>
      {plan.rows.length > FIRST ? (
        <div className="bk-foot">
          <span>{words('policy.preview.shown', { shown: number(shown.length), total: number(plan.rows.length) })}</span>
          <button type="button" className="bk-text-btn bk-nw" onClick={() => setAll(!all)}>
            {all ? words('backup.showFewer') : words('backup.showAll', { n: number(plan.rows.length) })}
          </button>
        </div>
      ) : null}
    </>
  );
}
