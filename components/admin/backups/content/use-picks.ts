'use client';

import { useState } from 'react';
import type { ActionError, ContentActions } from '../contract';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { useRouter } from '../ui/router';
import { planOfMany } from './addresses';

/** A file that can be picked, with every path that has to go along: a renamed one is its old and its new name. */
export interface Pickable {
  path: string;
  paths: string[];
}

export interface Picks {
  count: number;
  sending: boolean;
  error: ActionError | null;
  share(items: readonly Pickable[]): 'all' | 'some' | 'none';
  set(items: readonly Pickable[], on: boolean): void;
  /** Opens the plan that gives these paths the state of the commit. */
  plan(paths?: string[]): Promise<void>;
}

/** Which of the files of one commit are picked, for one plan. */
export function usePicks(sha: string, pickContent: ContentActions['pickContent']): Picks {
  const words = useWords();
  const router = useRouter();
  const [picked, setPicked] = useState<ReadonlyMap<string, Pickable>>(new Map());
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  return {
    count: picked.size,
    sending,
    error,
    share: (items) => {
      const here = items.filter(({ path }) => picked.has(path)).length;
      return here === 0 ? 'none' : here === items.length ? 'all' : 'some';
    },
    set: (items, on) => {
      const next = new Map(picked);
      for (const item of items) {
        if (on) next.set(item.path, item);
        else next.delete(item.path);
      }
      setPicked(next);
      setError(null);
    },
    plan: async (paths = [...picked.values()].flatMap((item) => item.paths)) => {
      setSending(true);
      setError(null);
      const answer = await callAction(words, () => pickContent({ paths }));
      if (answer.ok) return router.push(planOfMany(sha, answer.data.token));
      setSending(false);
      setError(answer.error);
    },
  };
}
