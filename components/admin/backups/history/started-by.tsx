'use client';

import type { HistoryRowView } from '../contract';
import { useWords, type Words } from '../format/words';
import { isRestoring, isStateRun } from '../run/kind-words';

type Starter = Pick<HistoryRowView, 'trigger' | 'actorName'>;

export function starterName({ trigger, actorName }: Starter, words: Words): string {
  if (trigger === 'schedule') return words('trigger.schedule');
  if (trigger === 'cli') return words('trigger.cli');
  return words('trigger.manual', { name: actorName });
}

/** Who or what started it, and what else sets it apart: its note, a scope that is not everything, a check. */
export function StartedBy({ row }: { row: Pick<HistoryRowView, 'trigger' | 'actorName' | 'note' | 'scope' | 'kind'> }) {
  const words = useWords();
  const extras = [
    row.kind === 'verify' ? words('history.verifyBytes') : null,
    isRestoring(row.kind) ? words(isStateRun(row.kind) ? `state.kind.${row.kind}` : `kind.${row.kind}`) : null,
    row.scope === 'full' || isRestoring(row.kind) ? null : words(`scope.${row.scope}`),
    row.note,
  ].filter((extra) => extra !== null && extra !== '');
  return (
    <>
      <bdi>{starterName(row, words)}</bdi>
      {extras.map((extra) => (
        <span className="bk-3" key={extra}>
          {' · '}
          <bdi>{extra}</bdi>
        </span>
      ))}
    </>
  );
}
