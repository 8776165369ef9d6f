'use client';

import type { RestoreResultView, RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { PhaseList } from '../run/phase-list';
import { ComparisonTable } from './comparison-table';
import { RestoreFacts } from './restore-facts';
import { WhatHappened } from './what-happened';

/** While it runs and where it failed the phases with their logs; afterwards the tables, and what happened beside. */
export function RestoreRunBody({ run, result }: { run: RunView; result: RestoreResultView | null }) {
  const { words } = useFormat();
  const compared = result?.compared ?? null;
  const well = run.status === 'done' && compared !== null;
  const notes = result?.notes ?? [];
  return (
    <div className="bk-grid">
      <div>
        {compared ? <ComparisonTable tables={compared.tables} /> : null}
        {notes.length > 0 ? (
          <section className={compared ? 'bk-sec' : undefined} aria-labelledby="bk-restore-notes">
            <div className="bk-sec-h">
              <h2 className="bk-h2" id="bk-restore-notes">
                {words('result.notes')}
              </h2>
            </div>
            <ul className="bk-remarks">
              {notes.map((note) => (
                <li key={note}>
                  <bdi>{note}</bdi>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {well ? null : (
          <div className={compared || notes.length > 0 ? 'bk-sec' : undefined}>
            <PhaseList run={run} />
          </div>
        )}
      </div>
      <div>
        {well ? <WhatHappened run={run} result={result} /> : null}
        <RestoreFacts run={run} result={result} />
      </div>
    </div>
  );
}
