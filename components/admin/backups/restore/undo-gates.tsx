'use client';

import { Clock, Database, GitCommitHorizontal, LogIn, Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { BackupActions, RestoreResultView } from '../contract';
import { useWords } from '../format/words';
import { newIdempotencyKey } from '../run/idempotency-key';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';
import { undoContentWords } from './content-words';
import { Gate } from './gate';
import { GatePoints } from './gate-points';
import { KeepLocally } from './keep-locally';

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
  const [keepLocally, setKeepLocally] = useState(false);
  const { content } = undo;
  const reverts = content?.sha != null && content.refusal === null;
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
        const confirmed = { database: undo.keptAs, siteName, password, idempotencyKey: key.current };
        return actions.undoRestore(reverts ? { ...confirmed, keepLocally } : { ...confirmed, content: false });
      }}
      onDone={({ runId }) => router.push(`/admin/backups/runs/${runId}`)}
    >
      <GatePoints
        points={[
          content ? { key: 'content', icon: GitCommitHorizontal, text: undoContentWords(content, words) } : null,
          { key: 'swap', icon: Clock, text: words('result.undoSwap') },
          { key: 'sign-in', icon: LogIn, text: words('result.undoSignIn') },
        ]}
      />
      {reverts ? <KeepLocally checked={keepLocally} onChange={setKeepLocally} /> : null}
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
