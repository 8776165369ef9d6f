'use client';

import { Clock, Database, LogIn, Undo2 } from 'lucide-react';
import { useRef } from 'react';
import type { BackupActions, RestoreResultView } from '../contract';
import { useWords } from '../format/words';
import { newIdempotencyKey } from '../run/idempotency-key';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';
import { Gate } from './gate';
import { GatePoints } from './gate-points';

interface GateProps {
  undo: NonNullable<RestoreResultView['undo']>;
  site: string;
  cancel: { label: string; href: string; onPress: () => void };
  actions: Pick<BackupActions, 'undoRestore' | 'dropReplaced'>;
}

/** Before the database from before is swapped back. */
export function UndoGate({ undo, site, cancel, actions }: GateProps) {
  const words = useWords();
  const router = useRouter();
  const key = useRef('');
  return (
    <Gate
      site={site}
      title={words('result.undoGate')}
      effect={words('result.undoGateText')}
      button={words('result.undoGate')}
      busy={words('gate.starting')}
      cancel={cancel}
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

/** Before the kept database goes for good. */
export function DropGate({ undo, site, cancel, actions, onDropped }: GateProps & { onDropped: () => void }) {
  const words = useWords();
  const router = useRouter();
  const name = undo.keptAs;
  return (
    <Gate
      site={site}
      title={words('result.dropGate')}
      effect={words('result.dropGateText')}
      button={words('result.dropGate')}
      busy={words('gate.dropping')}
      cancel={cancel}
      failed={words('problem.dropTitle')}
      submit={({ siteName, password }) => actions.dropReplaced({ database: name, siteName, password })}
      onDone={() => {
        showToast({ text: words('result.dropped', { name }) });
        onDropped();
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
