'use client';

import { useState } from 'react';
import type { ActionError, ActionResult } from '../contract';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { useRouter } from '../ui/router';

interface Act {
  busy: boolean;
  problem: ActionError | null;
  run: (act: () => Promise<ActionResult<unknown>>) => Promise<void>;
}

/** One press at a time; afterwards the page shows what the server knows. What was refused is told. */
export function useAct(): Act {
  const words = useWords();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ActionError | null>(null);
  return {
    busy,
    problem,
    run: async (act) => {
      if (busy) return;
      setBusy(true);
      setProblem(null);
      const result = await callAction(words, act);
      setBusy(false);
      if (result.ok) router.refresh();
      else setProblem(result.error);
    },
  };
}
