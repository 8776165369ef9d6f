'use client';

import type { GameDayLookView, GameDayView } from '@/lib/backup';
import { tableName } from '../format/table-name';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { StatusWord } from '../ui/status-word';
import { ActProblem } from './act-problem';
import type { GameDayActions } from './game-day-actions';
import { useAct } from './use-act';

/** The button that has the software look, then what it found. */
export function LookStep({ day, lookAtGameDay }: { day: GameDayView } & Pick<GameDayActions, 'lookAtGameDay'>) {
  const { words } = useFormat();
  const act = useAct();
  return (
    <>
      {day.look ? <LookFacts look={day.look} /> : <p className="bk-2">{words('gameDay.look.text')}</p>}
      {day.step === 'look' || day.step === 'record' ? (
        <div className="bk-btns">
          <Button
            look={day.look ? 'plain' : 'ink'}
            disabled={act.busy}
            onClick={() => act.run(() => lookAtGameDay({ id: day.id }))}
          >
            {words(act.busy ? 'gameDay.look.looking' : day.look ? 'gameDay.look.again' : 'gameDay.look.begin')}
          </Button>
        </div>
      ) : null}
      <ActProblem problem={act.problem} />
    </>
  );
}

const CONTENT_SIGNS = { cloned: 'ok', none: 'mute', failed: 'bad', unavailable: 'warn' } as const;

function LookFacts({ look }: { look: GameDayLookView }) {
  const format = useFormat();
  const { words } = format;
  const { accounts, admins, newest, content } = look;
  const [first] = newest;
  const sign = accounts === null ? 'mute' : accounts > 0 && admins !== 0 ? 'ok' : 'bad';
  return (
    <ul className="bk-gd-needs">
      <li>
        <StatusWord sign={sign}>
          {accounts === null
            ? words('gameDay.look.noAccounts')
            : words('gameDay.look.accounts', { n: accounts, admins: admins ?? 0 })}
        </StatusWord>
      </li>
      <li>
        <StatusWord sign={first ? 'ok' : 'mute'}>
          {first
            ? words('gameDay.look.newest', { table: tableName(first), when: format.full(first.at) })
            : words('gameDay.look.noNewest')}
        </StatusWord>
      </li>
      <li>
        <StatusWord sign={CONTENT_SIGNS[content.state]}>
          {words(`gameDay.look.content.${content.state}`, { head: content.head?.slice(0, 7) ?? '' })}
        </StatusWord>
        {content.reason ? <bdi className="bk-3 bk-block">{content.reason}</bdi> : null}
      </li>
    </ul>
  );
}
