'use client';

import { useEffect, useRef, useState } from 'react';

const PERIOD_MS = 5_000;

/** Tells readers of the screen about progress, at most every five seconds, whatever the page shows meanwhile. */
export function Announcement({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + PERIOD_MS - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className="bk-sr" role="status" aria-live="polite">
      {said}
    </span>
  );
}
