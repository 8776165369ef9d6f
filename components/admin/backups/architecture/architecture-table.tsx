'use client';

import type { ArchitectureRowView, ArchitectureView, FindingView } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { StatusWord } from '../ui/status-word';
import { PlaceCell } from './place-cell';

const ROOT = '/admin/backups';
const COLUMNS = ['data', 'where', 'kept', 'missing'] as const;
/** True, and nothing to be done about. */
const PLAIN: ReadonlySet<string> = new Set(['lies-beside', 'none-made', 'nothing-there', 'no-group']);

const NOTHING_TO_KEEP: ReadonlySet<string> = new Set(['none-made', 'nothing-there', 'unavailable']);

export const gapsOf = ({ missing }: ArchitectureRowView): FindingView[] =>
  missing.filter(({ code }) => !PLAIN.has(code));

/** Where a gap is closed. */
function placeOf(code: string, kind: ArchitectureRowView['kind'], backup: ArchitectureView['backup']) {
  switch (code) {
    case 'no-backup':
    case 'backup-gone':
    case 'not-in-backup':
    case 'no-bundle':
    case 'moved-on':
      return { href: ROOT, link: 'overview' };
    case 'never-restored':
      return { href: backup ? `${ROOT}/${backup.id}` : `${ROOT}/history`, link: 'backup' };
    case 'storage-down':
    case 'no-copies':
    case 'copy-missing':
      return { href: `${ROOT}/storage`, link: 'storage' };
    case 'unsaved':
      return { href: `${ROOT}/content/unsaved`, link: 'unsaved' };
    case 'lies-beside':
      return { href: `${ROOT}/content/copies`, link: 'copies' };
    case 'no-remote':
    case 'not-pushed':
    case 'outside-history':
      return { href: `${ROOT}/content`, link: 'content' };
    case 'unavailable': {
      const ofContent = ['items', 'pages', 'settings', 'copies'].includes(kind);
      return ofContent ? { href: `${ROOT}/content`, link: 'content' } : { href: `${ROOT}/database`, link: 'database' };
    }
    default:
      return null;
  }
}

function Gap({
  finding,
  row,
  backup,
  format,
}: { finding: FindingView; row: ArchitectureRowView; format: Format } & Pick<ArchitectureView, 'backup'>) {
  const { words } = format;
  const place = placeOf(finding.code, row.kind, backup);
  return (
    <li className={PLAIN.has(finding.code) ? 'bk-3' : undefined}>
      <bdi>{words(`readiness.architecture.gap.${finding.code}`, finding.facts)}</bdi>{' '}
      {place ? (
        <Link className="bk-link" href={place.href} prefetch={false}>
          {words(`readiness.architecture.go.${place.link}`)}
        </Link>
      ) : null}
    </li>
  );
}

function Row({ row, backup, format }: { row: ArchitectureRowView; format: Format } & Pick<ArchitectureView, 'backup'>) {
  const { words, list } = format;
  const empty = row.missing.some(({ code }) => NOTHING_TO_KEEP.has(code));
  const dash = <span className="bk-dash">–</span>;
  const kept = row.kept.map((way) => words(`readiness.architecture.by.${way}`));
  return (
    <tr>
      <th scope="row">{words(`readiness.architecture.kind.${row.kind}`)}</th>
      <td>
        <PlaceCell place={row.place} />
      </td>
      <td className="bk-2">{kept.length > 0 ? list(kept) : empty ? dash : words('readiness.architecture.by.none')}</td>
      <td>
        {row.missing.length === 0 ? (
          <StatusWord sign="ok">{words('readiness.architecture.nothingMissing')}</StatusWord>
        ) : (
          <ul className="bk-ar-gaps">
            {row.missing.map((finding) => (
              <Gap key={finding.code} finding={finding} row={row} backup={backup} format={format} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

/** The guide's table, live. On a phone each kind is a block of its own. */
export function ArchitectureTable({ architecture: { rows, backup } }: { architecture: ArchitectureView }) {
  const format = useFormat();
  const { words } = format;
  return (
    <table className="bk-t bk-ar">
      <caption className="bk-sr">{words('readiness.architecture.caption')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              {words(`readiness.architecture.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.kind} row={row} backup={backup} format={format} />
        ))}
      </tbody>
    </table>
  );
}
