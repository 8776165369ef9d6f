'use client';

import { useState } from 'react';
import type { GameDayNeedView, GameDayView } from '@/lib/backup';
import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { StatusWord } from '../ui/status-word';
import { ActProblem } from './act-problem';
import type { GameDayActions, GameDayTicks } from './game-day-actions';
import { useAct } from './use-act';

const NONE: GameDayTicks = { credentials: false, keys: false, runbook: false };
const ASKED = ['credentials', 'keys', 'runbook'] as const;

/** What the software found out, and what people answered. */
export function NeedList({ needs }: { needs: readonly GameDayNeedView[] }) {
  const words = useWords();
  return (
    <ul className="bk-gd-needs">
      {needs.map(({ key, state }) => (
        <li key={key}>
          <StatusWord sign={state === 'yes' ? 'ok' : state === 'no' ? 'bad' : 'mute'}>
            {words(`gameDay.need.${key}.${state}`)}
          </StatusWord>
        </li>
      ))}
    </ul>
  );
}

interface NeedsStepProps extends Pick<GameDayActions, 'rehearseRestore'> {
  day: GameDayView;
}

/** The checks, the questions, and the button that begins the restore. */
export function NeedsStep({ day, rehearseRestore }: NeedsStepProps) {
  const words = useWords();
  const act = useAct();
  const [ticks, setTicks] = useState(NONE);
  return (
    <>
      <NeedList needs={day.needs.filter(({ by }) => by === 'software')} />
      <fieldset className="bk-gd-ask">
        <legend>{words('gameDay.needs.ask')}</legend>
        {ASKED.map((key) => (
          <label className="bk-opt" key={key}>
            <input
              className="bk-check"
              type="checkbox"
              checked={ticks[key]}
              onChange={(event) => setTicks({ ...ticks, [key]: event.target.checked })}
            />
            <span>{words(`gameDay.needs.${key}`)}</span>
          </label>
        ))}
      </fieldset>
      <p className="bk-3">{words('gameDay.needs.honest')}</p>
      <div className="bk-btns">
        <Button look="ink" disabled={act.busy} onClick={() => act.run(() => rehearseRestore({ id: day.id, ticks }))}>
          {words(act.busy ? 'gate.starting' : 'gameDay.restore.begin')}
        </Button>
      </div>
      <ActProblem problem={act.problem} />
    </>
  );
}
