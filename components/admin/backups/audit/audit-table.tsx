'use client';

import type { AuditEventView } from '../contract';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { Time } from '../ui/time';
import { actWords, particularsOf, subjectHref } from './audit-words';

function Row({ event }: { event: AuditEventView }) {
  const format = useFormat();
  const { words } = format;
  const href = subjectHref(event);
  const act = actWords(event.act, format);
  const particulars = particularsOf(event, format);
  const channel = `watch.audit.channel.${event.channel}`;
  return (
    <tr>
      <td className="bk-nw">
        <Time at={event.at} clock alone />
      </td>
      <td>
        {href ? (
          <Link className="bk-link" href={href} prefetch={false}>
            {act}
          </Link>
        ) : (
          act
        )}
      </td>
      <td>
        <bdi>{event.actorName}</bdi>
      </td>
      <td className="bk-2">
        {words.has(channel) ? words(channel) : event.channel}
        {event.address ? (
          <>
            {' '}
            <bdi className="bk-3" dir="ltr">
              {event.address}
            </bdi>
          </>
        ) : null}
      </td>
      <td className="bk-2 bk-aud-p">
        {particulars.map(({ name, value }) => (
          <span key={name}>
            <span className="bk-3">{name}</span> <bdi>{value}</bdi>
          </span>
        ))}
      </td>
    </tr>
  );
}

export function AuditTable({ events }: { events: AuditEventView[] }) {
  const { words } = useFormat();
  return (
    <table className="bk-t bk-aud">
      <caption className="bk-sr">{words('watch.audit.caption')}</caption>
      <thead>
        <tr>
          {(['when', 'what', 'who', 'where', 'details'] as const).map((column) => (
            <th key={column} scope="col">
              {words(`watch.audit.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Row key={event.seq} event={event} />
        ))}
      </tbody>
    </table>
  );
}
