'use client';

import { useSyncExternalStore } from 'react';

function createTicker(periodMs: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  return {
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          for (const each of listeners) each();
        }, periodMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: () => now,
  };
}

const slow = createTicker(20_000);
const fast = createTicker(1_000);
const onServer = () => null;

/** Null on the server and while hydrating, then the time of the browser; `fast` ticks each second. */
export function useNow(pace: 'slow' | 'fast' = 'slow'): number | null {
  const ticker = pace === 'fast' ? fast : slow;
  return useSyncExternalStore<number | null>(ticker.subscribe, ticker.read, onServer);
}
