'use client';

import type { ReplacedDatabaseView } from '../contract';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { Fact } from './fact';

/** Databases that a restore replaced: each can come back, or go to free its space. Nothing where there is none. */
export function ReplacedFact({ value }: { value: ReplacedDatabaseView[] }) {
  const format = useFormat();
  const { words } = format;
  if (value.length === 0) return null;
  const count = words('facts.replacedCount', { n: value.length });
  return (
    <Fact title={words('facts.replaced')} status={{ sign: 'acc', word: count }}>
      <ul className="bk-replaced">
        {value.map(({ name, replacedAt, until, bytes, runId }) => {
          const when = format.full(replacedAt);
          return (
            <li key={name}>
              <bdi className="bk-mono bk-anywhere">{name}</bdi>
              <p className="bk-fp">
                {words('facts.replacedText', { when, size: format.bytes(bytes), date: format.date(until) })}{' '}
                <Link
                  className="bk-link bk-nw"
                  href={`/admin/backups/runs/${runId}?gate=undo`}
                  aria-label={words('facts.undoOf', { when })}
                >
                  {words('facts.undo')}
                </Link>{' '}
                <Link
                  className="bk-link bk-nw"
                  href={`/admin/backups/runs/${runId}?gate=drop`}
                  aria-label={words('facts.dropOf', { name })}
                >
                  {words('facts.drop')}
                </Link>
              </p>
            </li>
          );
        })}
      </ul>
    </Fact>
  );
}
