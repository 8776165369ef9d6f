'use client';

import type { Card, TrendPoint, TrendsView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { WideTable } from '../ui/wide-table';
import { StorageUse } from './storage-use';
import { TrendChart } from './trend-chart';

const FEWEST = 2;

function Chart({ points, of, format }: { points: TrendPoint[]; of: 'size' | 'took'; format: Format }) {
  const { words } = format;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const value = (point: TrendPoint) => (of === 'size' ? point.size : point.durationMs);
  const told = (amount: number) => (of === 'size' ? format.bytes(amount) : format.precise(amount));
  const span = { n: points.length, first: format.shortDate(first.at), last: format.shortDate(last.at) };
  return (
    <figure className="bk-trend">
      <figcaption>
        <b>{words(`watch.trends.${of}`)}</b>
        <bdi>{told(value(last))}</bdi>
        <span className="bk-3">{words('watch.trends.most', { value: told(Math.max(...points.map(value))) })}</span>
      </figcaption>
      <TrendChart
        label={words(of === 'size' ? 'watch.trends.sizeLabel' : 'watch.trends.tookLabel', span)}
        bars={points.map((point) => ({
          key: point.backupId,
          value: value(point),
          title: `${format.full(point.at)}: ${told(value(point))}`,
        }))}
      />
      <p className="bk-3 bk-trend-ends" aria-hidden="true">
        <bdi>{span.first}</bdi>
        <bdi>{span.last}</bdi>
      </p>
    </figure>
  );
}

function Figures({ points, format }: { points: TrendPoint[]; format: Format }) {
  const { words } = format;
  return (
    <details className="bk-trend-t">
      <summary>{words('watch.trends.table')}</summary>
      <WideTable label={words('watch.trends.caption')}>
        <table className="bk-t" data-dense="">
          <caption className="bk-sr">{words('watch.trends.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('watch.trends.when')}</th>
              {(['size', 'took', 'restored'] as const).map((column) => (
                <th key={column} scope="col" className="bk-num">
                  {words(`watch.trends.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={point.backupId}>
                <td className="bk-nw">
                  <bdi>{format.full(point.at)}</bdi>
                </td>
                <td className="bk-num">{format.bytes(point.size)}</td>
                <td className="bk-num">{format.precise(point.durationMs)}</td>
                <td className="bk-num">
                  {point.restoreMs === null ? <span className="bk-dash">–</span> : format.precise(point.restoreMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}

/** How backups grow and how long they take, and what the destinations will hold. */
export function TrendsSection({ card }: { card: Card<TrendsView> }) {
  const format = useFormat();
  const { words } = format;
  if (card.state === 'unavailable') return null;
  const { points, destinations } = card.value;
  return (
    <section className="bk-sec" aria-labelledby="bk-trends">
      <h2 className="bk-h2" id="bk-trends">
        {words('watch.trends.title')}
      </h2>
      {points.length < FEWEST ? (
        <p className="bk-2">{words('watch.trends.few')}</p>
      ) : (
        <>
          <div className="bk-trends">
            <Chart points={points} of="size" format={format} />
            <Chart points={points} of="took" format={format} />
          </div>
          <Figures points={points} format={format} />
        </>
      )}
      <StorageUse destinations={destinations} />
    </section>
  );
}
