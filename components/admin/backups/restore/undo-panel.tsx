'use client';

import { Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import type { BackupActions, RestoreResultView, RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { ButtonLink } from '../ui/link';
import { DropGate, UndoGate } from './undo-gates';

type Opened = 'undo' | 'drop' | null;

interface UndoPanelProps {
  run: RunView;
  undo: NonNullable<RestoreResultView['undo']>;
  site: string;
  /** The gate that the address asks for. */
  gate: Opened;
  actions: Pick<BackupActions, 'undoRestore' | 'dropReplaced'>;
}

/** The way back: the database from before is kept, and comes back behind a gate. */
export function UndoPanel({ gate, ...rest }: UndoPanelProps) {
  const { run, undo } = rest;
  const format = useFormat();
  const { words } = format;
  const translate = useTranslations('backup');
  const [opened, setOpened] = useState<Opened>(gate);
  const closed = useRef(false);
  const undoLink = useRef<HTMLAnchorElement>(null);
  const path = `/admin/backups/runs/${run.id}`;

  useEffect(() => {
    if (opened === null && closed.current) undoLink.current?.focus();
  }, [opened]);

  const close = () => {
    closed.current = true;
    setOpened(null);
    window.history.replaceState(null, '', window.location.pathname);
  };
  // The gate needs nothing from the server; the address is for whoever comes from another page.
  const open = (which: Opened) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setOpened(which);
  };
  const gateProps = { ...rest, cancel: { label: words('result.keepIt'), href: path, onPress: close } };
  if (opened === 'undo') return <UndoGate {...gateProps} />;
  if (opened === 'drop') return <DropGate {...gateProps} onDropped={close} />;
  const undone = run.kind === 'undo';
  return (
    <div className="bk-note">
      <Undo2 className="bk-2" size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h2>{words('result.undoTitle')}</h2>
        <p>
          {translate.rich(undone ? 'result.undoUndoneText' : 'result.undoText', {
            name: undo.keptAs,
            date: format.date(undo.until),
            mono: (chunks) => <bdi className="bk-mono bk-anywhere">{chunks}</bdi>,
          })}
        </p>
      </div>
      <div className="bk-btns">
        <ButtonLink href={`${path}?gate=drop`} prefetch={false} onClick={open('drop')}>
          {words('result.drop')}
        </ButtonLink>
        <ButtonLink href={`${path}?gate=undo`} prefetch={false} onClick={open('undo')} ref={undoLink}>
          {words(undone ? 'result.undoUndone' : 'result.undo')}
        </ButtonLink>
      </div>
    </div>
  );
}
