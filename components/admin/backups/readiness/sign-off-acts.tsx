'use client';

import { useId, useState } from 'react';
import type { SignOffItem, SignOffView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import { ActDialog } from '../state/act-dialog';
import { useRouter } from '../ui/router';
import type { ReadinessActions } from './readiness-actions';

const USUAL_DAYS = 90;
const LONGEST_DAYS = 365;

interface SignOffActsProps {
  item: SignOffItem;
  signOff: SignOffView;
  /** What is vouched for, by name. */
  names: string[];
  actions: ReadinessActions;
}

/** The word that somebody gives, with a note and for how long; and taking it back. */
export function SignOffActs({ item, signOff, names, actions }: SignOffActsProps) {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  const [note, setNote] = useState('');
  const [days, setDays] = useState(String(USUAL_DAYS));
  const [noteId, daysId] = [useId(), useId()];
  const title = words('readiness.signOff.of', { item: words(`readiness.item.${item}`) });
  const held = signOff.state === 'valid';
  return (
    <div className="bk-btns">
      <ActDialog
        label={words(signOff.state === 'none' ? 'readiness.signOff.open' : 'readiness.signOff.again')}
        title={title}
        description={words(`readiness.signOff.text.${item}`, {
          names: names.length > 0 ? format.list(names) : words('readiness.signOff.nothing'),
        })}
        act={words('readiness.signOff.act')}
        submit={() => actions.signOff({ item, note: note.trim(), days: Number(days) })}
        onDone={() => router.refresh()}
      >
        <div className="bk-field">
          <label htmlFor={noteId}>{words('readiness.signOff.noteField')}</label>
          <input
            id={noteId}
            className="bk-input"
            value={note}
            maxLength={500}
            placeholder={words('readiness.signOff.example')}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <div className="bk-field">
          <label htmlFor={daysId}>{words('readiness.signOff.days')}</label>
          <input
            id={daysId}
            className="bk-input bk-rd-days"
            type="number"
            min={1}
            max={LONGEST_DAYS}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </div>
      </ActDialog>
      {held || signOff.state === 'outgrown' ? (
        <ActDialog
          label={words('readiness.signOff.revoke')}
          title={words('readiness.signOff.revokeTitle')}
          description={words('readiness.signOff.revokeText')}
          act={words('readiness.signOff.revokeAct')}
          submit={() => actions.revokeSignOff({ item })}
          onDone={() => router.refresh()}
        />
      ) : null}
    </div>
  );
}
