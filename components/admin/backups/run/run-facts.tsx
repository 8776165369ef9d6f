'use client';

import type { RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { starterName } from '../history/started-by';
import { FactList } from '../ui/fact-list';

/** What this run was asked for and by whom. */
export function RunFacts({ run }: { run: RunView }) {
  const format = useFormat();
  const { words } = format;
  const fileFormat = `format.${run.format.replace('.', '_')}`;
  const engine = `engine.${run.engine}`;
  return (
    <aside className="bk-facts" aria-label={words('run.details')}>
      <FactList
        title={words('run.details')}
        facts={[
          { name: words('run.id'), value: <bdi className="bk-mono">{run.id}</bdi> },
          { name: words('run.started'), value: <bdi>{format.full(run.startedAt)}</bdi> },
          { name: words('run.by'), value: <bdi>{starterName(run, words)}</bdi> },
          { name: words('run.covers'), value: words(`scope.${run.scope}`) },
          { name: words('run.format'), value: words.has(fileFormat) ? words(fileFormat) : run.format },
          { name: words('run.madeWith'), value: words.has(engine) ? words(engine) : <bdi>{run.engine}</bdi> },
          run.kind === 'backup'
            ? { name: words('run.proof'), value: words(run.verifyRestore ? 'run.proofAsked' : 'run.proofNot') }
            : null,
          run.note ? { name: words('run.note'), value: <bdi>{run.note}</bdi> } : null,
          run.durationMs === null ? null : { name: words('run.took'), value: format.precise(run.durationMs) },
          run.size === null ? null : { name: words('run.size'), value: <bdi>{format.bytes(run.size)}</bdi> },
        ]}
      />
    </aside>
  );
}
