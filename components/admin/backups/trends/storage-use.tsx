'use client';

import type { DestinationUse } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { WideTable } from '../ui/wide-table';

const HORIZON = 90;

function untilFull({ forecast, freeBytes }: DestinationUse, { words }: Format): string | null {
  if (!forecast || freeBytes === null) return null;
  const { daysUntilFull } = forecast;
  return daysUntilFull === null ? words('watch.trends.far') : words('watch.trends.days', { n: daysUntilFull });
}

function Row({ use, format }: { use: DestinationUse; format: Format }) {
  const { words, bytes } = format;
  const unknown = <span className="bk-3">{words('watch.trends.unknown')}</span>;
  const later = use.forecast?.used.find(({ days }) => days === HORIZON);
  return (
    <tr>
      <td>
        <b>{use.name === 'primary' ? words('watch.trends.primary') : <bdi>{use.name}</bdi>}</b>
        <bdi className="bk-3 bk-use-w" dir="auto">
          {use.description}
        </bdi>
      </td>
      <td className="bk-num">
        {bytes(use.usedBytes)}
        <span className="bk-3 bk-block">{words('watch.trends.backups', { n: use.backups })}</span>
      </td>
      <td className="bk-num">{use.freeBytes === null ? unknown : bytes(use.freeBytes)}</td>
      <td className="bk-num">
        {use.forecast ? words('watch.trends.aDay', { bytes: bytes(use.forecast.storedBytesPerDay) }) : unknown}
      </td>
      <td className="bk-num">{later ? bytes(later.bytes) : unknown}</td>
      <td className="bk-num">{untilFull(use, format) ?? unknown}</td>
    </tr>
  );
}

/** What each destination holds, and what it will hold while nothing is deleted. */
export function StorageUse({ destinations }: { destinations: DestinationUse[] }) {
  const format = useFormat();
  const { words } = format;
  const columns = [
    words('watch.trends.held'),
    words('watch.trends.free'),
    words('watch.trends.perDay'),
    words('watch.trends.inDays', { n: HORIZON }),
    words('watch.trends.full'),
  ];
  return (
    <div className="bk-use">
      <h3 className="bk-h2">{words('watch.trends.use')}</h3>
      <WideTable label={words('watch.trends.useCaption')}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('watch.trends.useCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('watch.trends.destination')}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="bk-num">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {destinations.map((use) => (
              <Row key={use.name} use={use} format={format} />
            ))}
          </tbody>
        </table>
      </WideTable>
      <p className="bk-3 bk-fp">{words('watch.trends.forecast')}</p>
    </div>
  );
}
