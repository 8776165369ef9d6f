'use client';

import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GameDayPageView, GameDayView } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { ChooseStep } from './choose-step';
import type { GameDayActions } from './game-day-actions';
import { LookStep } from './look-step';
import { NeedList, NeedsStep } from './needs-step';
import { RecordStep } from './record-step';
import { RestoreEnded, RestoreRunning } from './restore-step';

type StepState = 'waiting' | 'current' | 'done' | 'failed';
const ORDER = ['choose', 'needs', 'restore', 'compare', 'look', 'record'] as const;
type StepName = (typeof ORDER)[number];

/** Which of the six steps is at hand, and what became of those before. */
function stateOf(name: StepName, day: GameDayView | null): StepState {
  if (!day) return name === 'choose' ? 'current' : 'waiting';
  const { step, run, compared, look, needs } = day;
  switch (name) {
    case 'choose':
      return 'done';
    case 'needs':
      if (step === 'needs') return 'current';
      return needs.some(({ state, key }) => state === 'no' && key !== 'git') ? 'failed' : 'done';
    case 'restore':
      if (step === 'needs') return 'waiting';
      if (step === 'restoring' || step === 'again') return 'current';
      return run?.status === 'done' ? 'done' : 'failed';
    case 'compare':
      if (compared) return compared.same ? 'done' : 'failed';
      return step === 'record' ? 'failed' : 'waiting';
    case 'look':
      if (step === 'look') return 'current';
      if (look === null) return step === 'record' ? 'failed' : 'waiting';
      return look.accounts === 0 || look.admins === 0 || look.content.state === 'failed' ? 'failed' : 'done';
    case 'record':
      return step === 'record' ? 'current' : 'waiting';
  }
}

function Chosen({ day, format }: { day: GameDayView; format: Format }) {
  const { words } = format;
  return (
    <p className="bk-2">
      {words('gameDay.choose.chosen', { when: format.full(day.backup.createdAt) })}{' '}
      <Link className="bk-link" href={`/admin/backups/${day.backup.id}`} prefetch={false}>
        {words('run.openIt')}
      </Link>
    </p>
  );
}

function Compared({ day, format }: { day: GameDayView; format: Format }) {
  const { words } = format;
  const { compared, step } = day;
  if (compared?.same) {
    return (
      <p className="bk-2">
        {words('gameDay.compare.same', { tables: compared.tables, rows: format.number(compared.rows) })}
      </p>
    );
  }
  if (compared) return <p className="bk-2">{compared.reason}</p>;
  return <p className="bk-2">{words(step === 'record' ? 'gameDay.compare.never' : 'gameDay.compare.text')}</p>;
}

interface DayStepsProps {
  day: GameDayView | null;
  choices: GameDayPageView['choices'];
  actions: GameDayActions;
}

/** The rehearsal as a list: what is done, what is at hand, what comes. */
export function DaySteps({ day, choices, actions }: DayStepsProps) {
  const format = useFormat();
  const { words } = format;
  const restoring = day?.step === 'restoring';
  const bodies: Record<StepName, ReactNode> = {
    choose: day ? <Chosen day={day} format={format} /> : <ChooseStep choices={choices} {...actions} />,
    needs: day ? day.step === 'needs' ? <NeedsStep day={day} {...actions} /> : <NeedList needs={day.needs} /> : null,
    restore:
      day && day.step !== 'needs' ? (
        restoring ? (
          <RestoreRunning day={day} {...actions} />
        ) : (
          <RestoreEnded day={day} {...actions} />
        )
      ) : null,
    compare: day && day.step !== 'needs' ? <Compared day={day} format={format} /> : null,
    look: day && (day.step === 'look' || day.look) ? <LookStep day={day} {...actions} /> : null,
    record: day ? <RecordStep day={day} {...actions} /> : null,
  };
  return (
    <ol className="bk-gd-steps">
      {ORDER.map((name, index) => {
        const state = stateOf(name, day);
        return (
          <li key={name} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
            <StepMark state={state} number={format.number(index + 1)} word={words(`gameDay.state.${state}`)} />
            <div>
              <h3>{words(`gameDay.step.${name}`)}</h3>
              {bodies[name] ?? <p className="bk-3">{words(`gameDay.comes.${name}`)}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function StepMark({ state, number, word }: { state: StepState; number: string; word: string }) {
  const Icon = state === 'done' ? Check : state === 'failed' ? X : null;
  return (
    <span className="bk-gd-mark">
      {Icon ? <Icon size={14} strokeWidth={2.25} aria-hidden="true" /> : <span aria-hidden="true">{number}</span>}
      <span className="bk-sr">{word}</span>
    </span>
  );
}
