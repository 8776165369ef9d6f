'use client';

import { Check, CircleDashed, CircleX } from 'lucide-react';
import type { CopyView } from '../contract';
import { useWords } from '../format/words';
import { Spinner } from '../ui/icons';

const SIGNS = {
  stored: { icon: Check, tone: 'bk-ok' },
  done: { icon: Check, tone: 'bk-ok' },
  failed: { icon: CircleX, tone: 'bk-bad' },
  waiting: { icon: CircleDashed, tone: 'bk-warn' },
} as const;

/** Sign and word of one copy; `stored`: the main store itself. */
export function CopyState({ state }: { state: CopyView['state'] | 'stored' }) {
  const words = useWords();
  const sign = state === 'copying' ? null : SIGNS[state];
  return (
    <span className="bk-st" data-quiet="">
      {sign ? <sign.icon className={sign.tone} size={14} strokeWidth={2} aria-hidden="true" /> : <Spinner size={14} />}
      {words(`storage.state.${state}`)}
    </span>
  );
}
