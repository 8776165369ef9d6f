'use client';

import { Check, CircleX } from 'lucide-react';
import { Toaster as Sonner, toast } from 'sonner';
import { useWords } from '../format/words';
import { Button } from './button';

const TOASTER = 'backup-recovery';

export function Toaster({ direction }: { direction: 'ltr' | 'rtl' }) {
  const words = useWords();
  return (
    <Sonner
      id={TOASTER}
      className="bk-toaster"
      position="bottom-center"
      dir={direction}
      containerAriaLabel={words('toast.region')}
      offset={24}
      mobileOffset={{ bottom: 84 }}
    />
  );
}

interface ToastOptions {
  text: string;
  tone?: 'ok' | 'bad';
  undo?: { label: string; run: () => void };
}

/** A short message; with `undo` it stays for 10 s and offers the way back. */
export function showToast({ text, tone = 'ok', undo }: ToastOptions): void {
  const Icon = tone === 'ok' ? Check : CircleX;
  toast.custom(
    (id) => (
      <div className="bk bk-toast">
        <Icon className={`bk-${tone}`} size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{text}</span>
        {undo ? (
          <Button
            look="quiet"
            small
            onClick={() => {
              toast.dismiss(id);
              undo.run();
            }}
          >
            {undo.label}
          </Button>
        ) : null}
      </div>
    ),
    { toasterId: TOASTER, duration: undo ? 10_000 : 6_000 },
  );
}
