'use client';

import { useEffect } from 'react';
import type { RunView } from '../contract';
import { useWords } from '../format/words';
import { underWayTitle } from './kind-words';

/** While something runs the title of the tab says so; afterwards the page's own title is back. */
export function useRunningTitle(kind: RunView['kind'] | null): void {
  const words = useWords();
  useEffect(() => {
    if (!kind) return;
    const before = document.title;
    document.title = words('title.page', { state: underWayTitle(kind, words) });
    return () => {
      document.title = before;
    };
  }, [kind, words]);
}
