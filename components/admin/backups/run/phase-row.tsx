'use client';

import { Check, ChevronRight, Circle, CircleSlash, X } from 'lucide-react';
import type { PhaseView, ProgressView, RunView } from '../contract';
import type { Format } from '../format/use-format';
import { Spinner } from '../ui/icons';
import { phaseName, phaseOutcome } from './phase-words';

export interface Timeline {
  start: number;
  end: number;
}

interface PhaseRowProps {
  phase: PhaseView;
  run: RunView;
  progress: ProgressView | null;
  timeline: Timeline;
  format: Format;
}

function PhaseSign({ phase, run }: Pick<PhaseRowProps, 'phase' | 'run'>) {
  const look = { size: 14, strokeWidth: 2, 'aria-hidden': true } as const;
  if (phase.state === 'done') return <Check className="bk-ok" {...look} />;
  if (phase.state === 'failed') return <X className="bk-bad" {...look} />;
  if (phase.state === 'waiting') return <Circle className="bk-mute" {...look} />;
  return run.status === 'running' ? <Spinner size={14} /> : <CircleSlash className="bk-mute" {...look} />;
}

function span(phase: PhaseView, { start, end }: Timeline): { from: number; length: number; took: number } | null {
  if (!phase.startedAt) return null;
  const began = Date.parse(phase.startedAt);
  const ended = phase.endedAt ? Date.parse(phase.endedAt) : end;
  const total = Math.max(1, end - start);
  const took = Math.max(0, ended - began);
  return { from: Math.max(0, (began - start) / total) * 100, length: Math.min(100, (took / total) * 100), took };
}

function PhaseLine({ phase, run, progress, timeline, format }: PhaseRowProps) {
  const { words } = format;
  const outcome = phaseOutcome(phase, progress, format);
  const drawn = span(phase, timeline);
  const bar = drawn && { insetInlineStart: `${drawn.from}%`, inlineSize: `max(2px, ${drawn.length}%)` };
  return (
    <>
      <PhaseSign phase={phase} run={run} />
      <span className="bk-ph-n">
        {phaseName(phase.key, run.kind, words)}
        <span className="bk-sr">, {words(`phase.state.${phase.state}`)}</span>
        {outcome ? <span className="bk-ph-s">{outcome}</span> : null}
      </span>
      <span className="bk-wf" aria-hidden="true">
        {bar ? <i style={bar} /> : null}
      </span>
      <bdi className="bk-ph-t">{drawn ? format.precise(drawn.took) : ''}</bdi>
    </>
  );
}

/** Sign, name, one line of outcome, its bar on the run's time line, seconds; the log opens inside. */
export function PhaseRow(props: PhaseRowProps) {
  const { phase, format } = props;
  if (phase.log.length === 0) {
    return (
      <li className="bk-ph" data-s={phase.state}>
        <div className="bk-ph-h">
          <PhaseLine {...props} />
          <span />
        </div>
      </li>
    );
  }
  return (
    <li className="bk-ph" data-s={phase.state}>
      <details open={phase.state === 'running' || phase.state === 'failed'}>
        <summary className="bk-ph-h">
          <PhaseLine {...props} />
          <span className="bk-ph-c bk-flip">
            <ChevronRight className="bk-turn" size={14} strokeWidth={2} aria-hidden="true" />
          </span>
        </summary>
        <div className="bk-log" dir="ltr">
          {phase.log.map((entry, index) => (
            <div key={`${entry.at} ${index.toString()}`}>
              <span>{format.preciseClock(entry.at)}</span>
              <span>{entry.text}</span>
            </div>
          ))}
        </div>
      </details>
    </li>
  );
}
