'use client';

import { useEffect } from 'react';
import { useWords } from '../format/words';

/** While something runs the title of the tab says so; afterwards the page's own title is back. */
export function useRunningTitle(kind: 'backup' | 'verify' | null): void {
  const words = useWords();
  useEffect(() => {
    if (!kind) return;
    const before = document.title;
    const state = words(kind === 'verify' ? 'title.checking' : 'title.running');
    document.title = words('title.page', { state });
    return () => {
      document.title = before;
    };
  }, [kind, words]);
}
