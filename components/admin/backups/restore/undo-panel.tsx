'use client';

import { Clock, Database, LogIn, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import type { BackupActions, RestoreResultView, RunView } from '../contract';
import { useFormat } from '../format/use-format';
import { newIdempotencyKey } from '../run/idempotency-key';
import { ButtonLink } from '../ui/link';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';
import { Gate } from './gate';
import { GatePoints } from './gate-points';

interface UndoPanelProps {
  run: RunView;
  undo: NonNullable<RestoreResultView['undo']>;
  site: string;
  gate: 'undo' | 'drop' | null;
  actions: Pick<BackupActions, 'undoRestore' | 'dropReplaced'>;
}

const hrefOf = (run: RunView, gate?: 'undo' | 'drop') => `/admin/backups/runs/${run.id}${gate ? `?gate=${gate}` : ''}`;

function UndoGate({ run, undo, site, actions }: Omit<UndoPanelProps, 'gate'>) {
  const { words } = useFormat();
  const router = useRouter();
  const key = useRef('');
  return (
    <Gate
      site={site}
      title={words('result.undoGate')}
      effect={words('result.undoGateText')}
      button={words('result.undoGate')}
      busy={words('gate.starting')}
      cancel={{ label: words('result.keepIt'), href: hrefOf(run) }}
      failed={words('problem.undoRestoreTitle')}
      submit={({ siteName, password }) => {
        key.current ||= newIdempotencyKey();
        return actions.undoRestore({ database: undo.keptAs, siteName, password, idempotencyKey: key.current });
      }}
      onDone={({ runId }) => router.push(`/admin/backups/runs/${runId}`)}
    >
      <GatePoints
        points={[
          { key: 'swap', icon: Clock, text: words('result.undoSwap') },
          { key: 'sign-in', icon: LogIn, text: words('result.undoSignIn') },
        ]}
      />
    </Gate>
  );
}

function DropGate({ run, undo, site, actions }: Omit<UndoPanelProps, 'gate'>) {
  const { words } = useFormat();
  const router = useRouter();
  const name = undo.keptAs;
  return (
    <Gate
      site={site}
      title={words('result.dropGate')}
      effect={words('result.dropGateText')}
      button={words('result.dropGate')}
      busy={words('gate.dropping')}
      cancel={{ label: words('result.keepIt'), href: hrefOf(run) }}
      failed={words('problem.dropTitle')}
      submit={({ siteName, password }) => actions.dropReplaced({ database: name, siteName, password })}
      onDone={() => {
        showToast({ text: words('result.dropped', { name }) });
        router.push(hrefOf(run), { scroll: false });
        router.refresh();
      }}
    >
      <GatePoints
        points={[
          { key: 'name', icon: Database, text: words('result.dropFrees', { name }) },
          { key: 'leaves', icon: Undo2, text: words('result.dropLeaves') },
        ]}
      />
    </Gate>
  );
}

/** The way back: the database from before is kept, and comes back behind a gate that the address opens. */
export function UndoPanel({ gate, ...rest }: UndoPanelProps) {
  const { run, undo } = rest;
  const format = useFormat();
  const { words } = format;
  const translate = useTranslations('backup');
  if (gate === 'undo') return <UndoGate {...rest} />;
  if (gate === 'drop') return <DropGate {...rest} />;
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
        <ButtonLink href={hrefOf(run, 'drop')} scroll={false}>
          {words('result.drop')}
        </ButtonLink>
        <ButtonLink href={hrefOf(run, 'undo')} scroll={false}>
          {words(undone ? 'result.undoUndone' : 'result.undo')}
        </ButtonLink>
      </div>
    </div>
  );
}
