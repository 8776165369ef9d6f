'use client';

import type { RestoreResultView, RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { PhaseList } from '../run/phase-list';
import { ComparisonTable } from './comparison-table';
import { RestoreFacts } from './restore-facts';
import { WhatHappened } from './what-happened';

interface RemarksProps {
  id: string;
  title: string;
  texts: readonly string[];
  /** Nothing stands above it. */
  first: boolean;
}

function Remarks({ id, title, texts, first }: RemarksProps) {
  if (texts.length === 0) return null;
  return (
    <section className={first ? undefined : 'bk-sec'} aria-labelledby={id}>
      <div className="bk-sec-h">
        <h2 className="bk-h2" id={id}>
          {title}
        </h2>
      </div>
      <ul className="bk-remarks">
        {texts.map((text) => (
          <li key={text}>
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** While it runs and where it failed the phases with their logs; afterwards the tables, and what happened beside. */
export function RestoreRunBody({ run, result }: { run: RunView; result: RestoreResultView | null }) {
  const { words } = useFormat();
  const compared = result?.compared ?? null;
  const well = run.status === 'done' && compared !== null;
  const notes = result?.notes ?? [];
  const warnings = (result?.content ?? run.restore?.content)?.warnings ?? [];
  return (
    <div className="bk-grid">
      <div>
        {compared ? <ComparisonTable tables={compared.tables} /> : null}
        <Remarks id="bk-restore-notes" title={words('result.notes')} texts={notes} first={!compared} />
        <Remarks
          id="bk-restore-content"
          title={words('recovery.warnings')}
          texts={warnings}
          first={!compared && notes.length === 0}
        />
        {well ? null : (
          <div className={compared || notes.length + warnings.length > 0 ? 'bk-sec' : undefined}>
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
