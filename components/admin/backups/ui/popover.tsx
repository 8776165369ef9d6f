'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useLayer } from './layer';

interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  trigger: ReactNode;
  look?: 'ink' | 'plain';
  children: ReactNode;
}

/** A panel of choices under a button, the second half of a split button. */
export function Popover({ open, onOpenChange, label, trigger, look = 'ink', children }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger className="bk-btn" data-v={look} aria-label={label}>
        {trigger}
      </Base.Trigger>
      <Base.Portal container={useLayer()}>
        <Base.Positioner className="bk-place" align="end" sideOffset={6} collisionPadding={12}>
          <Base.Popup className="bk-pop" aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
