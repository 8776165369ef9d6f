'use client';

import { Check, CircleAlert, CircleDashed, CircleX, FileQuestion, FileX, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { MigrationStateView } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';
import { WideTable } from '../ui/wide-table';

type Row = MigrationStateView['rows'][number];

const FIRST = 12;
const SIGNS: Record<Row['state'], { icon: LucideIcon; tone: string }> = {
  applied: { icon: Check, tone: 'bk-ok' },
  pending: { icon: CircleDashed, tone: 'bk-warn' },
  unknown: { icon: CircleAlert, tone: 'bk-warn' },
  changed: { icon: CircleX, tone: 'bk-bad' },
  'half-applied': { icon: CircleX, tone: 'bk-bad' },
  'file-missing': { icon: FileX, tone: 'bk-bad' },
  unlisted: { icon: FileQuestion, tone: 'bk-warn' },
};

/** Newest first, what does not agree before what does. */
function order(rows: Row[]): Row[] {
  const agrees = ({ state, notes }: Row) => Number(state === 'applied' && notes.length === 0);
  return rows.toReversed().toSorted((left, right) => agrees(left) - agrees(right));
}

function Applied({ row, format }: { row: Row; format: Format }) {
  if (row.appliedAt) return <bdi className="bk-nw">{format.full(row.appliedAt)}</bdi>;
  if (row.seenAt)
    return <bdi className="bk-nw">{format.words('state.migrations.seen', { date: format.date(row.seenAt) })}</bdi>;
  const recorded = row.state === 'applied' || row.state === 'changed' || row.state === 'unknown';
  if (!recorded) return <span className="bk-dash">–</span>;
  return <span className="bk-3 bk-nw">{format.words('state.migrations.notNoted')}</span>;
}

function State({ row, format }: { row: Row; format: Format }) {
  const { icon: Icon, tone } = SIGNS[row.state];
  const { words } = format;
  return (
    <>
      <span className="bk-st" data-quiet="">
        <Icon className={tone} size={14} strokeWidth={2} aria-hidden="true" />
        {words(`state.migrations.states.${row.state}`)}
      </span>
      {row.objects && row.objects.present > 0 ? (
        <span className="bk-why">
          {words('state.migrations.objects', {
            present: format.number(row.objects.present),
            total: format.number(row.objects.total),
          })}
        </span>
      ) : null}
      {row.notes.map((note) => (
        <span className="bk-why" key={note}>
          {words(`state.migrations.notes.${note}`)}
        </span>
      ))}
    </>
  );
}

function Cells({ row, format }: { row: Row; format: Format }) {
  const { words } = format;
  const hash = row.hash ?? row.recordedHash;
  return (
    <>
      <td>
        {row.tag ? (
          <bdi className="bk-mono bk-name">{row.tag}</bdi>
        ) : (
          <span className="bk-3">{words('migrations.noName')}</span>
        )}
      </td>
      <td className="bk-digest">
        <bdi className="bk-mono bk-3" title={hash ?? undefined}>
          {hash ? hash.slice(0, 8) : words('migrations.noHash')}
        </bdi>
      </td>
      <td className="bk-num bk-hide-s">
        {row.bytes === null ? <span className="bk-dash">–</span> : <bdi>{format.bytes(row.bytes)}</bdi>}
      </td>
      <td className="bk-hide-s">
        {row.madeAt ? <bdi className="bk-nw">{format.date(row.madeAt)}</bdi> : <span className="bk-dash">–</span>}
      </td>
      <td className="bk-hide-s">
        <Applied row={row} format={format} />
      </td>
      <td>
        <State row={row} format={format} />
      </td>
    </>
  );
}

export function MigrationTable({ migrations }: { migrations: MigrationStateView }) {
  const format = useFormat();
  const { words } = format;
  const [all, setAll] = useState(false);
  const rows = order(migrations.rows);
  const shown = all ? rows : rows.slice(0, FIRST);
  const summary = { applied: format.number(migrations.applied), journal: format.number(migrations.journal) };
  const hidden = ' bk-hide-s';
  return (
    <section className="bk-sec-first" aria-labelledby="bk-migrations">
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
              <th scope="col" className={`bk-num${hidden}`}>
                {words('state.migrations.size')}
              </th>
              <th scope="col" className="bk-hide-s">
                {words('migrations.appliedAt')}
              </th>
              <th scope="col" className="bk-hide-s">
                {words('state.migrations.applied')}
              </th>
              <th scope="col">{words('migrations.state')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={`${row.tag ?? ''} ${row.hash ?? row.recordedHash ?? ''}`}>
                <Cells row={row} format={format} />
              </tr>
            ))}
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
