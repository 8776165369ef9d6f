'use client';

import { useId, useState } from 'react';
import type { GameDayView } from '@/lib/backup';
import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { ActProblem } from './act-problem';
import type { GameDayActions } from './game-day-actions';
import { reasonWords } from './reason-words';
import { useAct } from './use-act';

interface RecordStepProps extends Pick<GameDayActions, 'endGameDay'> {
  day: GameDayView;
}

/** Who took part, what went wrong, and the record. The outcome is the software's word. */
export function RecordStep({ day, endGameDay }: RecordStepProps) {
  const words = useWords();
  const act = useAct();
  const [people, setPeople] = useState('');
  const [notes, setNotes] = useState('');
  const ids = { people: useId(), notes: useId() };
  const names = people
    .split(/[,،\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, 50);
  const end = (giveUp: boolean) => act.run(() => endGameDay({ id: day.id, people: names, notes, giveUp }));
  const ready = day.step === 'record';
  return (
    <>
      {day.reasons.length > 0 && ready ? (
        <ul className="bk-remarks">
          {reasonWords(day, words).map((text) => (
            <li key={text}>
              <bdi>{text}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="bk-field">
        <label htmlFor={ids.people}>{words('gameDay.record.people')}</label>
        <input
          id={ids.people}
          className="bk-input"
          value={people}
          maxLength={2_000}
          placeholder={words('gameDay.record.peopleExample')}
          onChange={(event) => setPeople(event.target.value)}
        />
      </div>
      <div className="bk-field">
        <label htmlFor={ids.notes}>{words('gameDay.record.notes')}</label>
        <textarea
          id={ids.notes}
          className="bk-input bk-gd-notes"
          rows={3}
          value={notes}
          maxLength={4_000}
          onChange={(event) => setNotes(event.target.value)}
        />
      </div>
      <div className="bk-btns">
        {ready ? (
          <Button look="ink" disabled={act.busy} onClick={() => end(false)}>
            {words(act.busy ? 'gameDay.record.writing' : `gameDay.record.as.${day.outcome}`)}
          </Button>
        ) : null}
        <Button disabled={act.busy} onClick={() => end(true)}>
          {words('gameDay.record.giveUp')}
        </Button>
      </div>
      <ActProblem problem={act.problem} />
    </>
  );
}
