'use client';

import type { GameDayListView, GameDayPageView, GameDayRecordView } from '@/lib/backup';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { StatusWord } from '../ui/status-word';
import { Time } from '../ui/time';
import { WideTable } from '../ui/wide-table';
import { reasonWords } from './reason-words';

const SIGNS = { passed: 'ok', failed: 'bad', 'given-up': 'mute' } as const;

function Row({ day, format }: { day: GameDayRecordView; format: Format }) {
  const { words } = format;
  const { outcome, people, notes, backup, restoreMs, actorName } = day;
  return (
    <tr>
      <td className="bk-when">
        <Time at={day.endedAt} clock alone />
      </td>
      <td>
        <StatusWord sign={SIGNS[outcome]}>{words(`gameDay.outcome.${outcome}`)}</StatusWord>
      </td>
      <td className="bk-num">{restoreMs === null ? '–' : <bdi>{format.duration(restoreMs)}</bdi>}</td>
      <td>
        <Link className="bk-link" href={`/admin/backups/${backup.id}`} prefetch={false}>
          {format.full(backup.createdAt)}
        </Link>
      </td>
      <td className="bk-wide-cell">
        <bdi>{format.list(people.length > 0 ? people : [actorName])}</bdi>
        {outcome === 'passed'
          ? null
          : reasonWords(day, words).map((text) => (
              <span className="bk-2 bk-block" key={text}>
                <bdi>{text}</bdi>
              </span>
            ))}
        {notes ? (
          <span className="bk-3 bk-block">
            <bdi>{notes}</bdi>
          </span>
        ) : null}
      </td>
    </tr>
  );
}

function Table({ list, format }: { list: GameDayListView; format: Format }) {
  const { words } = format;
  if (list.records.length === 0) return <p className="bk-3">{words('gameDay.past.none')}</p>;
  return (
    <WideTable label={words('gameDay.past.caption')}>
      <table className="bk-t">
        <caption className="bk-sr">{words('gameDay.past.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('gameDay.past.when')}</th>
            <th scope="col">{words('gameDay.past.outcome')}</th>
            <th scope="col" className="bk-num">
              {words('gameDay.past.restore')}
            </th>
            <th scope="col">{words('gameDay.past.backup')}</th>
            <th scope="col">{words('gameDay.past.people')}</th>
          </tr>
        </thead>
        <tbody>
          {list.records.map((day) => (
            <Row key={day.id} day={day} format={format} />
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** The rehearsals that ended, as they were signed. They stand in the storage: a lost database does not take them along. */
export function PastDays({ history }: Pick<GameDayPageView, 'history'>) {
  const format = useFormat();
  const { words } = format;
  return (
    <section className="bk-sec" aria-labelledby="bk-past">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-past">
          {words('gameDay.past.title')}
        </h2>
      </div>
      {history.state === 'known' ? (
        <Table list={history.value} format={format} />
      ) : (
        <p className="bk-2">{sentences(history.error.message, history.error.hint)}</p>
      )}
      {history.state === 'known' && history.value.damaged.length > 0 ? (
        <p className="bk-hint" data-k="bad">
          {words('gameDay.past.damaged', { n: history.value.damaged.length })}
        </p>
      ) : null}
    </section>
  );
}
