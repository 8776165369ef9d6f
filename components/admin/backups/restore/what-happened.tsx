'use client';

import { Check, X } from 'lucide-react';
import type { RestoreResultView, RunView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { phaseName, phaseOutcome } from '../run/phase-words';

interface Step {
  key: string;
  done: boolean;
  name: string;
  took: string;
  outcome: string;
}

function steps(run: RunView, result: RestoreResultView | null, format: Format): Step[] {
  const { words } = format;
  const found = run.phases
    .filter(({ state }) => state === 'done' || state === 'failed')
    .map((phase): Step => {
      const took =
        phase.startedAt && phase.endedAt ? Math.max(0, Date.parse(phase.endedAt) - Date.parse(phase.startedAt)) : null;
      return {
        key: phase.key,
        done: phase.state === 'done',
        name: phaseName(phase.key, run.kind, words),
        took: took === null ? '' : format.brief(took),
        outcome: phaseOutcome(phase, null, format),
      };
    });
  const signedOut = result?.signedOut;
  if (!signedOut) return found;
  const outcome = words('phase.outcome.signedOut', { ...signedOut });
  return [...found, { key: 'sign-out', done: true, name: words('phase.signOut'), took: '', outcome }];
}

/** The steps with their times, shortly; the logs are on the page of a run that failed. */
export function WhatHappened({ run, result }: { run: RunView; result: RestoreResultView | null }) {
  const format = useFormat();
  return (
    <section className="bk-happened" aria-labelledby="bk-happened">
      <h2 className="bk-h2" id="bk-happened">
        {format.words('run.phases')}
      </h2>
      <ol className="bk-steps">
        {steps(run, result, format).map(({ key, done, name, took, outcome }) => {
          const Icon = done ? Check : X;
          return (
            <li key={key}>
              <Icon className={done ? 'bk-ok' : 'bk-bad'} size={14} strokeWidth={2} aria-hidden="true" />
              <div>
                <span className="bk-step-h">
                  <b>{name}</b>
                  <bdi className="bk-3 bk-nw">{took}</bdi>
                </span>
                {outcome ? <span className="bk-2">{outcome}</span> : null}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
