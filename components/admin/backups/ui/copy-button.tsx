'use client';

import { useState } from 'react';
import { useWords } from '../format/words';
import { showToast } from './toast';

/** False where the browser has no clipboard (a page without https) or its owner said no. */
export async function copyText(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

interface CopyButtonProps {
  text: () => string;
  label: string;
  /** A fuller name, where the label alone does not say what is copied. */
  name?: string;
  className?: string;
}

/** A link-like button that copies a text and says so for two seconds. */
export function CopyButton({ text, label, name, className }: CopyButtonProps) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const allowed = await copyText(text());
    if (!allowed) {
      showToast({ tone: 'bad', text: words('run.copyFailed') });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button
      type="button"
      className={className ? `bk-text-btn ${className}` : 'bk-text-btn'}
      onClick={copy}
      aria-label={copied ? undefined : name}
    >
      <span aria-live="polite">{copied ? words('run.copied') : label}</span>
    </button>
  );
}
