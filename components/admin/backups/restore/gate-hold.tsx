'use client';

import { useEffect, useRef, useState, useTransition } from 'react';
import { useFormat } from '../format/use-format';
import { useRouter } from '../ui/router';

/** A plan that holds for a while and can be read again. */
export interface Plan {
  token: string | null;
  expiresAt: string;
  expired: boolean;
  reading: boolean;
  readAgain: () => void;
}

/** Follows the clock: a plan that is too old is not acted on. Reading it again asks the server for the page. */
export function usePlan({ token, expiresAt }: Pick<Plan, 'token' | 'expiresAt'>): Plan {
  const router = useRouter();
  const format = useFormat();
  const [reading, startReading] = useTransition();
  const expired = format.now !== null && format.now >= Date.parse(expiresAt);
  return { token, expiresAt, expired, reading, readAgain: () => startReading(() => router.refresh()) };
}

/** How long the plan holds; for readers of the screen, that it was read again. */
export function GateHold({ plan }: { plan: Plan }) {
  const format = useFormat();
  const { words } = format;
  const first = useRef(plan.token);
  const [again, setAgain] = useState(false);
  useEffect(() => {
    if (first.current !== plan.token) setAgain(true);
  }, [plan.token]);
  const left = format.now === null ? null : Math.max(0, Date.parse(plan.expiresAt) - format.now);
  const minutes = left === null ? null : Math.max(1, Math.round(left / 60_000)) * 60_000;
  return (
    <p className="bk-hint bk-gate-hold">
      {plan.expired || minutes === null
        ? words('gate.holdsUnknown')
        : words('gate.holds', { time: format.duration(minutes) })}
      <span className="bk-sr" role="status">
        {plan.reading ? words('gate.reading') : again ? words('gate.readNew') : ''}
      </span>
    </p>
  );
}
