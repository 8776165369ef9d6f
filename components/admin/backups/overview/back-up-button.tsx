'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { OverviewView, StartOptions } from '../contract';
import { useWords } from '../format/words';
import type { RunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { Popover } from '../ui/popover';
import { BackupOptions } from './backup-options';

/** What one press does: everything, stored and read back. The menu beside it also proves by restoring. */
export const USUAL_BACKUP: StartOptions = { scope: 'full' };

interface BackUpButtonProps {
  overview: OverviewView;
  control: RunControl;
  look?: 'ink' | 'plain';
  className?: string;
}

export function BackUpButton({ overview, control, look = 'ink', className }: BackUpButtonProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  return (
    <div className={className ? `bk-split ${className}` : 'bk-split'}>
      <Button look={look} onClick={() => control.start(USUAL_BACKUP)} aria-keyshortcuts="B">
        {words(control.pending ? 'backUp.starting' : 'backUp.now')}
        <kbd className="bk-kbd">B</kbd>
      </Button>
      <Popover
        open={open}
        onOpenChange={setOpen}
        look={look}
        label={words('backUp.choose')}
        trigger={<ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />}
      >
        <BackupOptions
          overview={overview}
          onStart={(options) => {
            setOpen(false);
            control.start(options);
          }}
        />
      </Popover>
    </div>
  );
}
