'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useLayer } from './layer';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
}

/** For one short question. Focus is trapped and goes back where it came from. */
export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal container={useLayer()}>
        <Base.Backdrop className="bk-backdrop" />
        <Base.Popup className="bk-dlg">
          <Base.Title>{title}</Base.Title>
          {description ? <Base.Description className="bk-dlg-p">{description}</Base.Description> : null}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
