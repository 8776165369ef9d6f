'use client';

import type { ArchitecturePlace } from '@/lib/backup';
import { sentences } from '../format/sentences';
import { tableName } from '../format/table-name';
import { type Format, useFormat } from '../format/use-format';

type Tables = Extract<ArchitecturePlace, { type: 'tables' }>;

function TablesPlace({ place, format }: { place: Tables; format: Format }) {
  const { words, number, bytes, list } = format;
  const counted = place.tables.filter(({ rowsInBackup }) => rowsInBackup !== null);
  const exact = counted.reduce((sum, { rowsInBackup }) => sum + (rowsInBackup ?? 0), 0);
  return (
    <>
      <span>
        {words('readiness.architecture.tables', {
          ...{ n: place.tables.length, rows: number(place.rowsEstimate), size: bytes(place.bytes) },
        })}
      </span>
      {counted.length > 0 ? (
        <span className="bk-why">{words('readiness.architecture.exact', { rows: number(exact) })}</span>
      ) : null}
      <bdi className="bk-mono bk-breaks bk-3 bk-ar-names" dir="ltr">
        {list(place.tables.map(tableName))}
      </bdi>
    </>
  );
}

/** Where one kind of data is now, with its size. */
export function PlaceCell({ place }: { place: ArchitecturePlace }) {
  const format = useFormat();
  const { words, bytes, list } = format;
  if (place.type === 'unavailable') return <bdi>{sentences(place.error.message, place.error.hint)}</bdi>;
  if (place.type === 'tables') return <TablesPlace place={place} format={format} />;
  if (place.type === 'content') {
    if (place.files === 0) return <span className="bk-dash">–</span>;
    return (
      <>
        <span>{words('readiness.architecture.files', { n: place.files })}</span>
        <bdi className="bk-mono bk-breaks bk-3 bk-ar-names" dir="ltr">
          {list(place.paths)}
        </bdi>
      </>
    );
  }
  if (place.files.length === 0) return <span className="bk-dash">–</span>;
  return (
    <ul className="bk-ar-files">
      {place.files.slice(0, SHOWN).map(({ path, size, inBackup }) => (
        <li key={path}>
          <bdi className="bk-mono bk-breaks" dir="ltr">
            {path}
          </bdi>{' '}
          <bdi className="bk-3">
            {bytes(size)}
            {place.compared ? `, ${words(`readiness.architecture.inBackup.${inBackup}`)}` : ''}
          </bdi>
        </li>
      ))}
      {place.files.length > SHOWN ? (
        <li className="bk-3">{words('readiness.architecture.files', { n: place.files.length })}</li>
      ) : null}
    </ul>
  );
}

const SHOWN = 8;
