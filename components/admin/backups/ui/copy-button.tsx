'use client';

import { useState } from 'react';
import { useWords } from '../format/words';

/** A link-like button that copies a text and says so for two seconds. */
export function CopyButton({ text, label, className }: { text: () => string; label: string; className?: string }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button type="button" className={className ? `bk-text-btn ${className}` : 'bk-text-btn'} onClick={copy}>
      <span aria-live="polite">{copied ? words('run.copied') : label}</span>
    </button>
  );
}
