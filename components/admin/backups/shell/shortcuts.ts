'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';

const STORAGE_KEY = 'backup-single-letter-keys';
const SEQUENCE_MS = 1_200;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const isOn = () => localStorage.getItem(STORAGE_KEY) !== 'off';

/** Single-letter keys can be switched off (WCAG 2.1.4); the choice stays in this browser. */
export function useSingleLetterKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, isOn, () => true);
  const set = (next: boolean) => {
    localStorage.setItem(STORAGE_KEY, next ? 'on' : 'off');
    for (const each of listeners) each();
  };
  return [on, set];
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)
  );
}

/** Keys such as `b`, `?` or `g h`, not while typing and not with a dialog or a menu open. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const [on] = useSingleLetterKeys();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!on) return;
    let prefix = { key: '', at: 0 };
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const together = Date.now() - prefix.at < SEQUENCE_MS ? `${prefix.key} ${key}` : '';
      const action = latest.current[together] ?? latest.current[key];
      prefix = { key, at: Date.now() };
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [on]);
}
