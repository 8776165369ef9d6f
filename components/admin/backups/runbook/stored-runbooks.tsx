'use client';

import type { StoredRunbookView } from '../contract';
import { useWords } from '../format/words';
import { StatusWord } from '../ui/status-word';
import { Time } from '../ui/time';

const SIGNS = { current: 'ok', older: 'warn', changed: 'bad', missing: 'warn', unknown: 'warn' } as const;

/** How the copies beside the backups stand. On paper they say nothing. */
export function StoredRunbooks({ stored }: { stored: StoredRunbookView[] }) {
  const words = useWords();
  const isWhole = stored.every(({ state }) => state === 'current');
  return (
    <section className="bk-no-print">
      <h2 className="bk-h2">{words('runbook.stored')}</h2>
      <ul className="bk-rb-stored">
        {stored.map(({ place, state, madeAt }) => (
          <li key={place}>
            <bdi>{place === 'primary' ? words('runbook.place.primary') : place}</bdi>
            <StatusWord sign={SIGNS[state]}>
              {words(`runbook.state.${state}`)}
              {madeAt ? (
                <span className="bk-3">
                  {' '}
                  <Time at={madeAt} alone />
                </span>
              ) : null}
            </StatusWord>
          </li>
        ))}
      </ul>
      {isWhole ? null : <p className="bk-2">{words('runbook.storedWhy')}</p>}
    </section>
  );
}
