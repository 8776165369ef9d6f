'use client';

import { useId, useState } from 'react';
import type { GameDayPageView } from '@/lib/backup';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/link';
import { ActProblem } from './act-problem';
import type { GameDayActions } from './game-day-actions';
import { useAct } from './use-act';

type Choices = GameDayPageView['choices'];

/** Which backup to rehearse with: the newest proven one stands first. */
export function ChooseStep({ choices, startGameDay }: { choices: Choices } & Pick<GameDayActions, 'startGameDay'>) {
  const format = useFormat();
  const { words } = format;
  const act = useAct();
  const selectId = useId();
  const first = choices.state === 'known' ? (choices.value[0]?.id ?? '') : '';
  const [chosen, setChosen] = useState(first);
  if (choices.state === 'unavailable')
    return <p className="bk-2">{sentences(choices.error.message, choices.error.hint)}</p>;
  if (first === '') {
    return (
      <>
        <p className="bk-2">{words('gameDay.choose.none')}</p>
        <div className="bk-btns">
          <ButtonLink href="/admin/backups">{words('backUp.now')}</ButtonLink>
        </div>
      </>
    );
  }
  return (
    <>
      <div className="bk-field">
        <label htmlFor={selectId}>{words('gameDay.choose.label')}</label>
        <select id={selectId} className="bk-input" value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {choices.value.map(({ id, createdAt, proven }) => (
            <option key={id} value={id}>
              {words(proven ? 'gameDay.choose.proven' : 'gameDay.choose.unproven', { when: format.full(createdAt) })}
            </option>
          ))}
        </select>
      </div>
      <div className="bk-btns">
        <Button look="ink" disabled={act.busy} onClick={() => act.run(() => startGameDay({ backupId: chosen }))}>
          {words(act.busy ? 'gate.starting' : 'gameDay.choose.begin')}
        </Button>
      </div>
      <ActProblem problem={act.problem} />
    </>
  );
}
