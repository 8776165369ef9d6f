'use client';

import { type ReactNode, useState } from 'react';
import type { ActionError, ActionResult } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { Reference } from '../run/problem-note';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Link } from '../ui/link';

interface ActDialogProps<T> {
  /** The button that opens it. */
  label: string;
  look?: 'ink' | 'plain';
  title: string;
  description: string;
  /** The button that acts. */
  act: string;
  children?: ReactNode;
  submit: () => Promise<ActionResult<T>>;
  onDone: (data: T) => void;
}

/** A button whose act is confirmed once: what it does, then one button. What was refused is told inside. */
export function ActDialog<T>({
  label,
  look = 'plain',
  title,
  description,
  act,
  children,
  submit,
  onDone,
}: ActDialogProps<T>) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ActionError | null>(null);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const result = await callAction(words, submit);
    setBusy(false);
    if (!result.ok) {
      setProblem(result.error);
      return;
    }
    setOpen(false);
    onDone(result.data);
  };
  const runId = problem?.details?.runId;
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          setProblem(null);
        }}
        title={title}
        description={description}
      >
        {children}
        {problem ? (
          <p className="bk-hint" data-k="bad" role="alert">
            <bdi>{sentences(problem.message, problem.hint)}</bdi>
            <Reference code={problem.ref} />
            {typeof runId === 'string' ? (
              <>
                {' '}
                <Link className="bk-link" href={`/admin/backups/runs/${runId}`}>
                  {words('busy.watch')}
                </Link>
              </>
            ) : null}
          </p>
        ) : null}
        <div className="bk-dlg-f">
          <Button onClick={() => setOpen(false)}>{words('gate.cancel')}</Button>
          <Button look="ink" disabled={busy} onClick={run}>
            {busy ? words('gate.starting') : act}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
