'use client';

import { useId, useRef, useState } from 'react';
import { useWords } from '../format/words';
import { newIdempotencyKey } from '../run/idempotency-key';
import { Choices } from '../ui/choices';
import { useRouter } from '../ui/router';
import { ActDialog } from './act-dialog';
import type { StateActions } from './state-actions';

/** Writes the state of this moment into a recovery point, with a note, before a deploy. */
export function CaptureState({ startBackup }: Pick<StateActions, 'startBackup'>) {
  const words = useWords();
  const router = useRouter();
  const [scope, setScope] = useState<'full' | 'schema'>('full');
  const [note, setNote] = useState('');
  const key = useRef('');
  const noteId = useId();
  return (
    <ActDialog
      label={words('state.capture.open')}
      title={words('state.capture.title')}
      description={words('state.capture.text')}
      act={words('state.capture.act')}
      submit={() => {
        key.current ||= newIdempotencyKey();
        const text = note.trim();
        return startBackup({ scope, ...(text ? { note: text } : {}), idempotencyKey: key.current });
      }}
      onDone={({ runId }) => {
        key.current = '';
        router.push(`/admin/backups/runs/${runId}`);
      }}
    >
      <Choices
        legend={words('state.capture.scope')}
        value={scope}
        onChange={setScope}
        choices={[
          { value: 'full', label: words('scope.full'), hint: words('state.capture.fullHint') },
          { value: 'schema', label: words('scope.schema'), hint: words('state.capture.schemaHint') },
        ]}
      />
      <div className="bk-field">
        <label htmlFor={noteId}>{words('state.capture.note')}</label>
        <input
          id={noteId}
          className="bk-input"
          value={note}
          maxLength={200}
          placeholder={words('state.capture.example')}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </ActDialog>
  );
}
