'use client';

import type { DestinationView } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { StatusWord } from '../ui/status-word';
import { Time } from '../ui/time';
import { WideTable } from '../ui/wide-table';

interface DestinationTableProps {
  destinations: DestinationView[];
  testing: string | null;
  onTest: (name: string, shown: string) => void;
}

export const placeName = ({ name }: Pick<DestinationView, 'name'>, { words }: Format): string =>
  name === 'primary' ? words('storage.primary') : name;

function LastTest({ test, format }: { test: DestinationView['lastTest']; format: Format }) {
  const { words } = format;
  if (test === null) return <span className="bk-3">{words('storage.notTested')}</span>;
  const n = Math.round(Math.abs(test.clockAheadMs) / 1000);
  return (
    <>
      <StatusWord sign={test.passed ? (n > 60 ? 'warn' : 'ok') : 'bad'}>
        {words(test.passed ? 'storage.testPassed' : 'storage.testFailed')}{' '}
        <span className="bk-3">
          <Time at={test.at} />
        </span>
      </StatusWord>
      {n > 1 ? (
        <span className="bk-why">
          {words(test.clockAheadMs > 0 ? 'storage.clockAhead' : 'storage.clockBehind', { n })}
        </span>
      ) : null}
    </>
  );
}

function DestinationRow({
  place,
  testing,
  onTest,
}: { place: DestinationView } & Omit<DestinationTableProps, 'destinations'>) {
  const format = useFormat();
  const { words } = format;
  const { holds } = place;
  const shown = placeName(place, format);
  const problem = place.error ?? place.lastTest?.error ?? null;
  const dash = <span className="bk-dash">–</span>;
  return (
    <tr>
      <td>
        <strong className="bk-name">
          <bdi>{shown}</bdi>
        </strong>
        <span className="bk-why">
          <bdi className="bk-breaks">{place.description}</bdi>
        </span>
        {problem ? (
          <span className="bk-why">
            <bdi>{sentences(problem.message, problem.hint)}</bdi>
          </span>
        ) : null}
      </td>
      <td>
        {holds ? (
          <>
            <bdi className="bk-nw">{words('count.backups', { n: holds.backups })}</bdi>
            <bdi className="bk-3 bk-block">{format.bytes(holds.bytes)}</bdi>
          </>
        ) : (
          dash
        )}
      </td>
      <td className="bk-hide-s">
        {holds === null ? dash : null}
        {holds && holds.freeBytes !== null ? <bdi>{format.bytes(holds.freeBytes)}</bdi> : null}
        {holds && holds.freeBytes === null ? <span className="bk-3">{words('storage.freeUnknown')}</span> : null}
      </td>
      <td className="bk-hide-s">{holds?.newestAt ? <Time at={holds.newestAt} alone /> : dash}</td>
      <td>
        <LastTest test={place.lastTest} format={format} />
      </td>
      <td>
        <Button
          small
          disabled={testing !== null}
          aria-label={words('storage.testOf', { name: shown })}
          onClick={() => onTest(place.name, shown)}
        >
          {words(testing === place.name ? 'storage.testing' : 'storage.test')}
        </Button>
      </td>
    </tr>
  );
}

export function DestinationTable({ destinations, ...acts }: DestinationTableProps) {
  const { words } = useFormat();
  return (
    <section aria-labelledby="bk-destinations">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-destinations">
          {words('storage.destinations')}
        </h2>
        <span className="bk-3">{words('storage.settings')}</span>
      </div>
      <WideTable label={words('state.table', { name: words('storage.destinations') })}>
        <table className="bk-t">
          <caption className="bk-sr">{words('storage.destinations')}</caption>
          <thead>
            <tr>
              {['place', 'holds', 'free', 'newest', 'lastTest'].map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={column === 'free' || column === 'newest' ? 'bk-hide-s' : undefined}
                >
                  {words(`storage.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="bk-sr">{words('storage.act')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {destinations.map((place) => (
              <DestinationRow key={place.name} place={place} {...acts} />
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}
