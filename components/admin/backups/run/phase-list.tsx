'use client';

import type { PhaseView, RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { CopyButton } from '../ui/copy-button';
import { PhaseRow } from './phase-row';
import { phaseName } from './phase-words';

function lastMoment(run: RunView): number {
  const moments = run.phases.flatMap(({ startedAt, endedAt, log }) => [startedAt, endedAt, log.at(-1)?.at]);
  return Math.max(Date.parse(run.startedAt), ...moments.map((at) => (at ? Date.parse(at) : 0)));
}

function plainLog(phases: PhaseView[], name: (key: PhaseView['key']) => string): string {
  return phases
    .filter(({ state }) => state !== 'waiting')
    .flatMap(({ key, startedAt, log }) => [`${startedAt ?? ''} ${name(key)}`, ...log.map((l) => `${l.at} ${l.text}`)])
    .join('\n');
}

/** The run as a build log: every phase on one time line. */
export function PhaseList({ run }: { run: RunView }) {
  const format = useFormat(run.status === 'running' ? 'fast' : 'slow');
  const { words } = format;
  const running = run.status === 'running';
  const seen = lastMoment(run);
  const end = run.finishedAt ? Date.parse(run.finishedAt) : Math.max(seen, running ? (format.now ?? seen) : seen);
  const timeline = { start: Date.parse(run.startedAt), end };
  return (
    <section className="bk-sec-first" aria-labelledby="bk-phases">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-phases">
          {words(running ? 'run.phasesNow' : 'run.phases')}
        </h2>
        {run.durationMs === null ? null : (
          <span className="bk-3">{words('run.inAll', { time: format.precise(run.durationMs) })}</span>
        )}
        {running ? null : (
          <CopyButton
            className="bk-end bk-hide-s"
            label={words('run.copyLog')}
            text={() => plainLog(run.phases, (key) => phaseName(key, run.kind, words))}
          />
        )}
      </div>
      <ol className="bk-panel bk-phases">
        {run.phases.map((phase) => (
          <PhaseRow
            key={phase.key}
            phase={phase}
            run={run}
            progress={running ? run.progress : null}
            timeline={timeline}
            format={format}
          />
        ))}
      </ol>
    </section>
  );
}
