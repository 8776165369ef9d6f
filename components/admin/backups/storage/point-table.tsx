'use client';

import type { StoragePageView } from '../contract';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { Time } from '../ui/time';
import { WideTable } from '../ui/wide-table';
import { CopyCell } from './copy-cell';
import { CopyState } from './copy-state';

interface PointTableProps {
  points: StoragePageView['points'];
  onCopy: (backupId: string, to: string) => void;
}

/** Recovery points by place: what is where, and what is not yet. */
export function PointTable({ points, onCopy }: PointTableProps) {
  const format = useFormat();
  const { words } = format;
  const names = points[0]?.copies.map(({ destination }) => destination) ?? [];
  return (
    <section aria-labelledby="bk-points">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-points">
          {words('storage.points')}
        </h2>
      </div>
      {points.length === 0 ? (
        <p className="bk-3">{words('storage.pointsNone')}</p>
      ) : (
        <WideTable label={words('storage.pointsCaption')}>
          <table className="bk-t">
            <caption className="bk-sr">{words('storage.pointsCaption')}</caption>
            <thead>
              <tr>
                <th scope="col">{words('storage.point')}</th>
                <th scope="col" className="bk-num">
                  {words('storage.size')}
                </th>
                <th scope="col">{words('storage.main')}</th>
                {names.map((name) => (
                  <th key={name} scope="col">
                    <bdi>{name}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map(({ id, createdAt, size, copies }) => (
                <tr key={id}>
                  <td>
                    <Link className="bk-ink-link bk-when" href={`/admin/backups/${id}`} prefetch={false}>
                      <Time at={createdAt} clock alone />
                    </Link>
                  </td>
                  <td className="bk-num">
                    <bdi>{format.bytes(size)}</bdi>
                  </td>
                  <td>
                    <CopyState state="stored" />
                  </td>
                  {copies.map((copy) => (
                    <td key={copy.destination}>
                      <CopyCell copy={copy} when={format.full(createdAt)} onCopy={() => onCopy(id, copy.destination)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  );
}
