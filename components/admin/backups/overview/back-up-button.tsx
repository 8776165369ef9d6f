'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { OverviewView, StartOptions } from '../contract';
import { useWords } from '../format/words';
import type { RunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import { Popover } from '../ui/popover';
import { BackupOptions } from './backup-options';

/** What one press does: everything, and proven at once. */
export const USUAL_BACKUP: StartOptions = { scope: 'full', verifyRestore: true };

interface BackUpButtonProps {
  overview: OverviewView;
  control: RunControl;
  look?: 'ink' | 'plain';
  className?: string;
}

export function BackUpButton({ overview, control, look = 'ink', className }: BackUpButtonProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const kind = control.pending?.kind ?? control.run?.kind ?? 'backup';
  const label = control.pending
    ? words('backUp.starting')
    : control.active
      ? words(kind === 'verify' ? 'backUp.checking' : 'backUp.running')
      : words('backUp.now');
  return (
    <div className={className ? `bk-split ${className}` : 'bk-split'}>
      <Button look={look} onClick={() => control.start(USUAL_BACKUP)} aria-keyshortcuts="B">
        {label}
        {control.active ? null : <kbd className="bk-kbd">B</kbd>}
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
